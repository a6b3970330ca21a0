package io.tiffin.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SizingCommandTests {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final Locale locale = Locale.getDefault();

  /** What is printed must not depend on where it is. */
  @BeforeEach
  void beInGermany() {
    Locale.setDefault(Locale.GERMANY);
  }

  @AfterEach
  void comeBack() {
    Locale.setDefault(locale);
  }

  @Test
  void aTableTellsRanksCostsAndHowTheyCameAbout() {
    int status =
        run("--view", "restaurant_live", "--rows", "50000", "--latency-millis", "5", "--top", "20");

    assertThat(status).isZero();
    assertThat(printed())
        .startsWith("List prices as known on 2026-11-27 in USD; check them before you buy.")
        .contains("restaurant_live: 50,000 rows of 522 bytes, 1,000 reads/s, 1,000 changes/s")
        .contains("    1          46.72       0.9  gcp     redis")
        .contains("Memorystore for Redis, Standard tier: 1 × GiB = 46.72")
        .contains("→ 1 GiB × 0.064 per GiB and hour × 730 h")
        .contains("bigtable  TOO SLOW")
        .contains("RocksDB, embedded: 2 clients, it takes 1")
        .doesNotContain("OVER BUDGET");
    assertThat(errors.size()).isZero();
  }

  @Test
  void whatIsOverTheBudgetIsMarked() {
    run("--view", "restaurant_live", "--budget-per-month", "80");

    assertThat(printed())
        .contains("aws     redis  OVER BUDGET")
        .doesNotContain("gcp     redis  OVER");
  }

  @Test
  void jsonIsThatOfTheApi() {
    int status = run("--view", "restaurant_live", "--json", "--top", "1");

    JsonNode report = JsonMapper.shared().readTree(printed());
    assertThat(status).isZero();
    assertThat(report.propertyNames()).containsExactly("pricesAsOf", "currency", "views");
    assertThat(report.get("views").get(0).get("ranking").size()).isEqualTo(1);
    assertThat(report.get("views").get(0).get("asked").has("budgetPerMonth")).isFalse();
  }

  @Test
  void withoutOptionsEveryStoredViewIsSized() {
    assertThat(run()).isZero();
    assertThat(printed()).contains("\nrestaurant_profile: ", "\ncity_history: ");
  }

  @Test
  void helpListsEveryOption() {
    assertThat(run("--help")).isZero();
    for (SizingField field : SizingField.values()) {
      assertThat(printed()).contains("  " + field.option() + " ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --rows ten              | --rows: expected a whole number from 1 to 1000000000000
          --rows                  | --rows: needs a value
          --rows --json           | --rows: needs a value
          --rows 1 --rows 2       | --rows: is given twice
          --bytes-per-row 0       | --bytes-per-row: expected a whole number from 1 to 1000000000
          --hit-rate 2            | --hit-rate: expected a number from 0 to 1
          --hot-share 0           | --hot-share: expected a number from 0.0001 to 1
          --view nothing          | --view: is no view that is stored
          --cloud azure           | --cloud: has no stores in the price list, expected one of aws, gcp, local
          --tiers rocksdb,redis   | --tiers: is no list that can be combined there
          --frobnicate            | '--frobnicate' is not an option
          rows                    | 'rows' is not an option
          """)
  void whatIsWrongIsToldWithItsOption(String arguments, String sentence) {
    int status = run(arguments.split(" "));

    assertThat(status).isEqualTo(2);
    assertThat(errors.toString(StandardCharsets.UTF_8))
        .startsWith(sentence)
        .contains("sizing [options]");
    assertThat(out.size()).isZero();
  }

  @Test
  void everythingThatIsWrongIsTold() {
    run("--rows", "0", "--colour", "--clients", "none");

    assertThat(errors.toString(StandardCharsets.UTF_8))
        .contains("--rows: ", "'--colour' is not an option", "--clients: ");
  }

  private int run(String... arguments) {
    List<String> given = Arrays.asList(arguments);
    return new SizingCommand(Prices.sizing(), new PrintStream(out), new PrintStream(errors))
        .execute(given);
  }

  private String printed() {
    return out.toString(StandardCharsets.UTF_8);
  }
}
