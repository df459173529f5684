export default [] as readonly string[];
