/** Tells the payment emulator what to do. A refusal is an answer too: a session may be over, or paid before. */
export const tellPayments = async (
  paymentsUrl: string,
  method: "POST" | "PUT" | "DELETE",
  path: string,
  body: object,
): Promise<void> => {
  const response = await fetch(`${paymentsUrl}/_emulator/${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await response.arrayBuffer();
};
