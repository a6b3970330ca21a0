package io.tiffin.sizing;

import java.time.LocalDate;
import java.util.List;

/**
 * What stores cost and can do.
 *
 * @param asOf when that was known
 * @param currency its code
 * @param terms what holds for every charge
 */
record PriceList(
    LocalDate asOf, String currency, Terms terms, NearCache nearCache, List<Offer> offers) {

  PriceList {
    offers = List.copyOf(offers);
  }
}
