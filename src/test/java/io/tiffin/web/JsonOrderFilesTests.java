package io.tiffin.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.batching.Deadline;
import io.tiffin.bulk.OrderFileKind;
import io.tiffin.bulk.OrderFiles;
import io.tiffin.bulk.OrderLine;
import io.tiffin.bulk.OrderLine.Reading;
import io.tiffin.bulk.OrderLines;
import io.tiffin.bulk.UnreadableOrdersException;
import io.tiffin.estimate.DeliveryEstimator;
import io.tiffin.fixture.RealTicker;
import java.io.ByteArrayInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** Orders in files are read and answered as they are over HTTP. */
@Served
class JsonOrderFilesTests {

  private static final int LONGEST = 1024;

  @LocalServerPort private int port;
  @Autowired private OrderFiles files;
  @Autowired private DeliveryEstimator estimator;
  @Autowired private Clock clock;

  /** As the room of bulk predictions does it, but one by one. */
  private List<String> answers(OrderFileKind kind, String text, boolean explain) throws Exception {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    List<String> answers = new ArrayList<>();
    OrderLines lines = files.read(new ByteArrayInputStream(text.getBytes(UTF_8)), kind, LONGEST);
    for (OrderLine line = lines.next(); line != null; line = lines.next()) {
      byte[] answer =
          switch (line.read(now)) {
            case Reading.Order(var order) -> {
              Deadline deadline = Deadline.in(Duration.ofSeconds(5), new RealTicker());
              yield files.write(
                  estimator.estimate(List.of(order), now, deadline).getFirst(), explain);
            }
            case Reading.Refused refused -> refused.answer().apply(answers.size());
          };
      answers.add(new String(answer, UTF_8));
    }
    return answers;
  }

  private List<String> overHttp(List<String> orders, boolean explain) {
    String body = "{\"orders\":[" + String.join(",", orders) + "]}";
    JsonNode results =
        new Api(port).post("/v1/estimates/batch?explain=" + explain, body).json().get("results");
    return results.valueStream().map(JsonNode::toString).toList();
  }

  /** Without what is another each time: the estimate's own id, and how old values are. */
  private static List<String> comparable(List<String> answers) {
    return answers.stream()
        .map(answer -> answer.replaceAll("\"estimateId\":\"\\w{26}\",", ""))
        .map(answer -> answer.replaceAll("\"ageMillis\":\\d+", "\"ageMillis\":0"))
        .toList();
  }

  private String placedAt() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).minusSeconds(60).toString();
  }

  private List<String> orders() {
    String placedAt = ",\"placedAt\":\"" + placedAt() + "\"}";
    return List.of(
        "{\"restaurantId\":\"r-17\"" + placedAt,
        "{\"orderId\":\"o-9\",\"restaurantId\":\"r-17\",\"dropoff\":{\"lat\":52.5,\"lon\":13.4},"
            + "\"items\":[{\"sku\":\"a\",\"quantity\":2,\"priceCents\":950}]"
            + placedAt,
        "{\"restaurantId\":\"r-18\",\"dropoff\":{\"lat\":152.5},\"itemCount\":0,\"what\":1}",
        "{\"restaurantId\":\"r-19\",\"features\":{\"restaurant_live.nothing\":1}}",
        "[]",
        "{\"restaurantId\":\"r-20\",\"placedAt\":\"2020-01-01T00:00:00Z\"}",
        "{\"restaurantId\":\"r-ü\",\"features\":{\"restaurant_live.orders_outstanding\":9,"
            + "\"restaurant_profile.cuisine\":\"ramen\"},\"deadlineMillis\":1"
            + placedAt);
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void linesOfJsonAreAnsweredByTheVeryBytesOfABatch(boolean explain) throws Exception {
    List<String> orders = orders();
    List<String> whole =
        orders.stream().map(each -> each.replace(",\"deadlineMillis\":1", "")).toList();

    List<String> answers = answers(OrderFileKind.NDJSON, String.join("\n", orders) + "\n", explain);

    assertThat(comparable(answers)).isEqualTo(comparable(overHttp(whole, explain)));
    assertThat(answers.get(2)).startsWith("{\"index\":2,\"error\":{\"type\":\"urn:tiffin:problem:");
  }

  @Test
  void linesOfCsvAreAnsweredAsTheJsonThatTheyStandFor() throws Exception {
    String at = placedAt();
    String csv =
        """
        \uFEFForderId,restaurantId,dropoff.lat,dropoff.lon,placedAt,itemCount,subtotalCents,promisedMinutes,\
        features.restaurant_live.orders_outstanding,features.restaurant_profile.cuisine
        o-1,r-17,52.5,13.4,%1$s,2,1900,40,9,"ramen, ""hot"\""
        ,"r-18",,,%1$s,,,,,
        ,r-19,52.5,,%1$s,two,,,nine,7
        """
            .formatted(at);
    List<String> json =
        List.of(
            """
            {"orderId":"o-1","restaurantId":"r-17","dropoff":{"lat":52.5,"lon":13.4},"placedAt":"%s",\
            "itemCount":2,"subtotalCents":1900,"promisedMinutes":40,\
            "features":{"restaurant_live.orders_outstanding":9,"restaurant_profile.cuisine":"ramen, \\"hot\\""}}\
            """
                .formatted(at),
            "{\"restaurantId\":\"r-18\",\"placedAt\":\"" + at + "\"}",
            """
            {"restaurantId":"r-19","dropoff":{"lat":52.5},"placedAt":"%s","itemCount":"two",\
            "features":{"restaurant_live.orders_outstanding":"nine","restaurant_profile.cuisine":"7"}}\
            """
                .formatted(at));

    List<String> answers = answers(OrderFileKind.CSV, csv, true);

    assertThat(comparable(answers)).isEqualTo(comparable(overHttp(json, true)));
    assertThat(answers.get(2)).contains("dropoff.lon", "itemCount", "orders_outstanding");
  }

  @Test
  void linesThatHoldNoOrderAreRefusedByNumberFieldAndReason() throws Exception {
    String text =
        "\n{\"restaurantId\":\n{\"restaurantId\":\"%s\"}\r\n{\"restaurantId\":7}\n{} {}"
            .formatted("r".repeat(LONGEST));

    OrderLines lines =
        files.read(new ByteArrayInputStream(text.getBytes(UTF_8)), OrderFileKind.NDJSON, LONGEST);
    List<String> reasons = new ArrayList<>();
    for (OrderLine line = lines.next(); line != null; line = lines.next()) {
      assertThat(line.read(clock.instant())).isInstanceOf(Reading.Refused.class);
      if (line.read(clock.instant()) instanceof Reading.Refused refused) {
        reasons.add(line.number() + " " + refused.reason());
      }
    }

    assertThat(reasons)
        .satisfiesExactly(
            reason -> assertThat(reason).isEqualTo("1 the body is empty, expected JSON"),
            reason -> assertThat(reason).startsWith("2 ").contains("is not well-formed JSON"),
            reason -> assertThat(reason).isEqualTo("3 the line is longer than 1024 bytes"),
            reason -> assertThat(reason).startsWith("4 restaurantId: expected text of 1 to 128"),
            reason -> assertThat(reason).startsWith("5 the body goes on after its JSON value"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | it is empty, expected a header",
        "orderId,dropoff.lat | line 1: expected a header with restaurantId",
        "restaurantId,restaurantId | line 1: the header names a column twice",
        "restaurantId,items | line 1: items is no column: name fields as the JSON has them",
        "restaurantId,features.what | line 1: the catalogue has no feature what",
        "restaurantId,features.restaurant_live.what | line 1: the catalogue has no feature"
      })
  void aHeaderThatNoOrderFitsIsRefusedAsAWhole(String header, String reason) {
    assertThatThrownBy(() -> answers(OrderFileKind.CSV, header, false))
        .isInstanceOf(UnreadableOrdersException.class)
        .hasMessageStartingWith(reason);
  }

  @Test
  void aLineWithOtherFieldsThanItsHeaderIsRefused() throws Exception {
    assertThat(answers(OrderFileKind.CSV, "restaurantId,itemCount\nr-1\n\"r-1,2\n", false))
        .satisfiesExactly(
            line -> assertThat(line).contains("\"index\":0", "expected 2 fields, found 1"),
            line -> assertThat(line).contains("\"index\":1", "a quote is not closed on its line"));
  }
}
