package io.tiffin.sizing;

import io.tiffin.sizing.Offer.Role;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a price list, strictly: what is missing, unknown or out of range is refused with its field.
 */
final class PriceListReader {

  private static final Set<String> ROOT =
      Set.of("as-of", "currency", "hours-per-month", "use-at-most", "near-cache", "offers");

  private static final Set<String> NEAR =
      Set.of(
          "p50-millis",
          "p99-millis",
          "weight-mib",
          "entry-overhead-bytes",
          "told-max-age-seconds",
          "untold-max-age-seconds",
          "sole-writer-max-age-seconds");

  private static final Set<String> OFFER =
      Set.of(
          "store",
          "cloud",
          "region",
          "product",
          "source",
          "checked",
          "roles",
          "only-before",
          "tells-of-changes",
          "keeps-through-node-loss",
          "p50-millis",
          "p99-millis",
          "latency-basis",
          "row-overhead-bytes",
          "reads-per-write",
          "connections-per-client",
          "limits",
          "charge");

  private static final Set<String> LIMITS =
      Set.of(
          "clients",
          "connections",
          "row-bytes",
          "writes-per-row-per-second",
          "reads-per-row-per-second",
          "writes-per-second",
          "gib");

  private static final double MOST_HOURS = 744;

  private PriceListReader() {}

  /**
   * The price list of a file.
   *
   * @throws InvalidPricesException that names the first field that is wrong
   */
  static PriceList read(PriceNode file) {
    PriceNode root = file.only(ROOT);
    PriceNode hours = root.get("hours-per-month");
    if (hours.positive() > MOST_HOURS) {
      throw hours.refuse("must be at most 744, the hours of 31 days");
    }
    Terms terms = new Terms(hours.positive(), root.get("use-at-most").share());
    List<Offer> offers = root.get("offers").list().stream().map(PriceListReader::offer).toList();
    if (offers.stream().noneMatch(Offer::isSource)) {
      throw root.get("offers").refuse("must have one with the role source");
    }
    return new PriceList(
        root.get("as-of").date(),
        root.get("currency").text(),
        terms,
        nearCache(root.get("near-cache").only(NEAR)),
        offers);
  }

  private static NearCache nearCache(PriceNode near) {
    return new NearCache(
        latency(near),
        near.get("weight-mib").positive(),
        near.get("entry-overhead-bytes").whole(0),
        near.get("told-max-age-seconds").positive(),
        near.get("untold-max-age-seconds").positive(),
        near.get("sole-writer-max-age-seconds").positive());
  }

  private static Offer offer(PriceNode offer) {
    offer.only(OFFER);
    for (String told : List.of("region", "source", "checked", "latency-basis")) {
      offer.get(told).text(); // for people; a price without its origin is a rumour
    }
    PriceNode before = offer.find("only-before");
    PriceNode readsPerWrite = offer.find("reads-per-write");
    return new Offer(
        offer.get("store").text(),
        offer.get("cloud").text(),
        offer.get("product").text(),
        roles(offer.get("roles")),
        before == null ? null : before.text(),
        offer.get("tells-of-changes").truth(),
        offer.get("keeps-through-node-loss").truth(),
        latency(offer),
        offer.get("row-overhead-bytes").whole(0),
        readsPerWrite == null ? 0 : readsPerWrite.amount(),
        limits(offer),
        ChargeReader.read(offer.get("charge")));
  }

  private static Latency latency(PriceNode node) {
    double p50 = node.get("p50-millis").positive();
    double p99 = node.get("p99-millis").positive();
    if (p99 < p50) {
      throw node.get("p99-millis").refuse("must not be below p50-millis");
    }
    return new Latency(p50, p99);
  }

  private static Set<Role> roles(PriceNode node) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (PriceNode role : new ArrayList<>(node.list())) {
      roles.add(Role.valueOf(role.oneOf(Set.of("cache", "source")).toUpperCase(Locale.ROOT)));
    }
    return roles;
  }

  private static Limits limits(PriceNode offer) {
    PriceNode limits = offer.get("limits").only(LIMITS);
    PriceNode connections = offer.find("connections-per-client");
    return new Limits(
        limit(limits, "clients"),
        limit(limits, "connections"),
        connections == null ? 1 : connections.positive(),
        limit(limits, "row-bytes"),
        limit(limits, "writes-per-row-per-second"),
        limit(limits, "reads-per-row-per-second"),
        limit(limits, "writes-per-second"),
        limit(limits, "gib"));
  }

  private static @Nullable Double limit(PriceNode limits, String name) {
    PriceNode limit = limits.find(name);
    return limit == null ? null : limit.positive();
  }
}
