/** Where shoppers that are programs have their parcels sent. Nobody's address. */
export const ADDRESS = {
  name: "Alex Example",
  line1: "1 Market Street",
  line2: "",
  city: "San Francisco",
  region: "CA",
  postalCode: "94105",
  country: "US",
};
