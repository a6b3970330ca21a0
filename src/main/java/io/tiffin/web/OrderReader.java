package io.tiffin.web;

import io.tiffin.estimate.PartialOrder;
import io.tiffin.geo.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads one order of {@code POST /v1/estimates}, all of it, whatever is wrong with it. Thread-safe.
 */
final class OrderReader {

  private static final Set<String> ORDER =
      Set.of(
          "orderId",
          "restaurantId",
          "dropoff",
          "placedAt",
          "items",
          "itemCount",
          "subtotalCents",
          "features",
          "promisedMinutes",
          "deadlineMillis");
  private static final Set<String> PLACE = Set.of("lat", "lon");

  private static final int LONGEST_ID = 128;
  private static final int MOST_ITEMS = 1000;
  private static final long MOST_CENTS = 1_000_000_000;
  private static final double MOST_MINUTES = 1440;
  private static final Duration FARTHEST = Duration.ofHours(24);

  private final GivenFeatures given;

  OrderReader(GivenFeatures given) {
    this.given = given;
  }

  /**
   * An order and the time its caller grants.
   *
   * @param deadline null if the caller leaves it to the service
   */
  record OrderRequest(PartialOrder order, @Nullable Duration deadline) {}

  /**
   * @param receivedAt when it came: stands in for an absent {@code placedAt}, which must be near it
   * @return the order, or null if anything is wrong with it: then {@code violations} has all of
   *     that
   */
  @Nullable OrderRequest read(JsonNode node, Instant receivedAt, Violations violations) {
    Fields fields = Fields.of(node, "", ORDER, violations);
    if (fields == null) {
      return null;
    }
    String orderId = fields.text("orderId", LONGEST_ID);
    String restaurantId = fields.requiredText("restaurantId", LONGEST_ID);
    Place dropoff = place(fields.object("dropoff", PLACE));
    Instant placedAt = placedAt(fields, receivedAt);
    Items items = Items.read(fields, violations);
    Long itemCount = fields.whole("itemCount", 1, MOST_ITEMS);
    Long subtotal = fields.whole("subtotalCents", 0, MOST_CENTS);
    var features = given.read(fields, violations);
    Double promised = fields.number("promisedMinutes", 1, MOST_MINUTES);
    Duration deadline = Budget.read(fields);
    if (restaurantId == null || !violations.isEmpty()) {
      return null;
    }
    return new OrderRequest(
        new PartialOrder(
            orderId,
            restaurantId,
            dropoff,
            placedAt,
            itemCount == null ? items.total() : Integer.valueOf(itemCount.intValue()),
            items.distinct(),
            subtotal == null ? items.cents() : subtotal,
            features,
            promised == null ? PartialOrder.DEFAULT_PROMISE_MINUTES : promised),
        deadline);
  }

  private static Instant placedAt(Fields fields, Instant receivedAt) {
    Instant placedAt = fields.instant("placedAt");
    if (placedAt == null) {
      return receivedAt;
    }
    if (Duration.between(placedAt, receivedAt).abs().compareTo(FARTHEST) > 0) {
      fields.refuse("placedAt", "is more than 24 hours from now");
      return receivedAt;
    }
    return placedAt;
  }

  private static @Nullable Place place(@Nullable Fields fields) {
    if (fields == null) {
      return null;
    }
    Double lat = fields.requiredNumber("lat", -90, 90);
    Double lon = fields.requiredNumber("lon", -180, 180);
    return lat == null || lon == null ? null : new Place(lat, lon);
  }

  /**
   * What the items say together.
   *
   * @param total number of items; null if none are listed
   * @param distinct number of different items: of different {@code sku}, or of lines without one
   * @param cents their price; null unless every item has one
   */
  private record Items(@Nullable Integer total, @Nullable Integer distinct, @Nullable Long cents) {

    private static final Set<String> ITEM = Set.of("sku", "quantity", "priceCents");

    static Items read(Fields order, Violations violations) {
      List<Fields.Element> lines = order.array("items", MOST_ITEMS);
      if (lines.isEmpty()) {
        return new Items(null, null, null);
      }
      Basket basket = new Basket();
      for (Fields.Element line : lines) {
        Fields item = Fields.of(line.node(), line.path(), ITEM, violations);
        if (item != null) {
          basket.add(item);
        }
      }
      return basket.items();
    }
  }

  /** Adds items up. */
  private static final class Basket {

    private final Set<String> skus = new HashSet<>();
    private int withoutSku;
    private long total;
    private long cents;
    private boolean allPriced = true;

    void add(Fields item) {
      String sku = item.text("sku", LONGEST_ID);
      item.require("quantity");
      Long stated = item.whole("quantity", 1, MOST_ITEMS);
      Long price = item.whole("priceCents", 0, MOST_CENTS);
      long quantity = stated == null ? 1 : stated;
      total += quantity;
      cents += price == null ? 0 : price * quantity;
      allPriced &= price != null;
      if (sku == null) {
        withoutSku++;
      } else {
        skus.add(sku);
      }
    }

    Items items() {
      return new Items((int) total, skus.size() + withoutSku, allPriced ? cents : null);
    }
  }
}
