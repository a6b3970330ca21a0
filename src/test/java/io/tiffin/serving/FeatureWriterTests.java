package io.tiffin.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.feature.ValueState;
import io.tiffin.serving.FeatureWriter.Facts;
import io.tiffin.serving.FeatureWriter.NotWritableException;
import io.tiffin.serving.FeatureWriter.Result;
import io.tiffin.serving.FeatureWriter.Violation;
import io.tiffin.store.WriteOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureWriterTests {

  private static final Instant NOW = ServingFixture.NOW;

  private final ServingFixture given = new ServingFixture();

  @Test
  void writtenValuesAreLookedUpAsWritten() {
    Result result = put("r-1", NOW, Map.of("prep_s", 612.5, "stations", 3));

    FeatureValue prep = value("kitchen", "r-1", "prep_s");
    FeatureValue stations = value("kitchen", "r-1", "stations");

    assertThat(result).isEqualTo(new Result.Written(new WriteOutcome.Applied()));
    assertThat(prep.value()).isEqualTo(612.5);
    assertThat(prep.state()).isEqualTo(ValueState.PRESENT);
    assertThat(prep.eventTimeMicros()).isEqualTo(Instants.micros(NOW));
    assertThat(stations.value()).isEqualTo(3L);
    assertThat(value("kitchen", "r-1", "prep_per_station_s").value()).isEqualTo(612.5 / 3);
  }

  @Test
  void olderFactsChangeNothingAndSayWhichRevisionStands() {
    var _ = put("r-1", NOW, Map.of("prep_s", 600.0));

    Result result = put("r-1", NOW.minusSeconds(1), Map.of("prep_s", 1.0));

    assertThat(result)
        .isEqualTo(new Result.Written(new WriteOutcome.Superseded(Instants.micros(NOW))));
    assertThat(value("kitchen", "r-1", "prep_s").value()).isEqualTo(600.0);
  }

  @Test
  void deletedFactsStayDeletedWhenOlderOnesArriveLate() {
    var written = put("r-1", NOW.minusSeconds(9), Map.of("prep_s", 600.0));
    var deleted = given.writer.delete("kitchen", "r-1", NOW.minusSeconds(3), given.deadline());

    var late = put("r-1", NOW.minusSeconds(6), Map.of("prep_s", 1.0));

    assertThat(value("kitchen", "r-1", "prep_s").state()).isEqualTo(ValueState.NOT_FOUND);
    assertThat(late).isNotEqualTo(written);
    assertThat(deleted).isEqualTo(new Result.Written(new WriteOutcome.Applied()));
  }

  @Test
  void featuresNotNamedAndNullsAreNullValues() {
    Map<String, Object> values = new HashMap<>();
    values.put("stations", null);
    var _ = given.writer.put("kitchen", List.of(new Facts("r-1", NOW, values)), given.deadline());

    assertThat(value("kitchen", "r-1", "stations").state()).isEqualTo(ValueState.NULL_VALUE);
    assertThat(value("kitchen", "r-1", "prep_s").state()).isEqualTo(ValueState.NULL_VALUE);
  }

  @ParameterizedTest
  @CsvSource({
    "kitchen, stations, 2.5, expected int32",
    "kitchen, stations, 3000000000, expected int32",
    "kitchen, stations, text, expected int32",
    "kitchen, prep, 1, view kitchen has no such feature to write",
    "kitchen, prep_per_station_s, 1, view kitchen has no such feature to write",
    "restaurant_profile, lat, 91, expected -90 to 90",
    "restaurant_profile, lon, -181, expected -180 to 180",
    "restaurant_profile, time_zone, Mars/Olympus, expected a time zone such as Europe/Berlin",
    "restaurant_profile, cuisine, 5, expected string",
  })
  void wrongValueIsRejectedByName(String view, String feature, String text, String message) {
    Object value = text.matches("-?[0-9.]+") ? (Object) Double.valueOf(text) : text;

    List<Result> results =
        given.writer.put(
            view,
            List.of(
                new Facts("bad", NOW, Map.of(feature, value)), new Facts("good", NOW, Map.of())),
            given.deadline());

    assertThat(results.getFirst())
        .isEqualTo(new Result.Rejected(List.of(new Violation("values." + feature, message))));
    assertThat(results.getLast()).isEqualTo(new Result.Written(new WriteOutcome.Applied()));
    assertThat(given.store.keysAsked()).isZero();
  }

  @Test
  void factsFromTheFarFutureAreRejectedBecauseNothingCouldFollowThem() {
    Result soon = put("r-1", NOW.plus(Duration.ofMinutes(2)), Map.of());
    Result late = put("r-1", NOW.plus(Duration.ofMinutes(3)), Map.of());

    assertThat(soon).isInstanceOf(Result.Written.class);
    assertThat(late)
        .isInstanceOfSatisfying(
            Result.Rejected.class,
            rejected ->
                assertThat(rejected.violations().getFirst().field()).isEqualTo("eventTime"));
  }

  @Test
  void viewsComputedFromEventsOrOrdersAreNotWritable() {
    assertThatThrownBy(() -> given.writer.put("live", List.of(), given.deadline()))
        .isInstanceOf(NotWritableException.class)
        .hasMessage("view live is computed from events and can't be written");
    assertThatThrownBy(() -> given.writer.delete("request", "x", NOW, given.deadline()))
        .isInstanceOf(NotWritableException.class);
    assertThatThrownBy(() -> given.writer.put("nothing", List.of(), given.deadline()))
        .isInstanceOf(UnknownFeatureException.class);
  }

  @Test
  void lookUpAnswersInTheOrderAskedWithoutParentsOrDefaults() {
    var _ = put("r-2", NOW, Map.of("prep_s", 600.0));
    given.load("city_facts", "berlin", NOW, Map.of("prep_s", 650.0));

    List<EntityFeatures> found =
        given.lookUp.find(
            "kitchen", List.of("r-1", "r-2"), List.of("prep_s"), null, given.deadline());

    assertThat(found).extracting(EntityFeatures::entity).containsExactly("r-1", "r-2");
    assertThat(found.getFirst().features().getFirst().state()).isEqualTo(ValueState.NOT_FOUND);
    assertThat(found.getFirst().features().getFirst().value()).isNull();
    assertThat(found.getLast().features().getFirst().value()).isEqualTo(600.0);
  }

  @Test
  void lookUpRefusesUnknownNames() {
    assertThatThrownBy(() -> value("kitchen", "r-1", "prep"))
        .isInstanceOf(UnknownFeatureException.class)
        .hasMessageContaining("kitchen.prep");
    assertThatThrownBy(() -> value("request", "r-1", "holiday"))
        .isInstanceOf(UnknownFeatureException.class);
  }

  private Result put(String entity, Instant eventTime, Map<String, Object> values) {
    return given
        .writer
        .put("kitchen", List.of(new Facts(entity, eventTime, values)), given.deadline())
        .getFirst();
  }

  private FeatureValue value(String view, String entity, String feature) {
    return given
        .lookUp
        .find(view, List.of(entity), List.of(feature), null, given.deadline())
        .getFirst()
        .features()
        .getFirst();
  }
}
