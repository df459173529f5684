/**
 * Where what a carrier takes for delivering taxable goods is taxed as they are, though it is stated by itself, on 1 January 2025.
 * Source: TaxJar, "Is shipping taxable?"; Kansas does so no longer since 1 July 2023 (K.S.A. 79-3602(ll), Notice 23-02), Michigan
 * since 26 April 2023 (Public Acts 20 and 21 of 2023). Left out are states where it hangs on something else: in Florida and
 * Illinois on whether the buyer could have done without the delivery. With goods that bear no tax it bears none anywhere.
 */
const STATES = "AR CT DC GA HI IN KY MN MS NE NJ NM NY NC ND OH PA RI SC SD TN TX VT WA WV WI";

export const STATES_TAXING_SHIPPING: ReadonlySet<string> = new Set(STATES.split(" "));
