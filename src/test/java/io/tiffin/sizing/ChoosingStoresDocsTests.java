package io.tiffin.sizing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.sizing.SizingReport.RankedStores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page on choosing stores prints is what the calculator says. */
class ChoosingStoresDocsTests {

  private static final String PAGE = read(Path.of("src/docs/choosing-stores.md"));

  private static final Pattern COMMAND =
      Pattern.compile("```\n\\$ java -jar target/tiffin\\.jar sizing (.*)\n([^`]*)```");

  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z,-]+)` \\| (.+) \\| (.+) \\| ([0-9,.]+) \\| ([0-9.]+) \\|");

  @Test
  void thereIsAWorkedSizingOfEveryStore() {
    List<String> stores = Prices.product().offers().stream().map(Offer::store).distinct().toList();

    assertThat(commands().map(command -> command.group(1)).filter(it -> it.contains("--tiers")))
        .hasSizeGreaterThan(5)
        .satisfies(
            all -> assertThat(stores).allMatch(store -> String.join(" ", all).contains(store)));
    assertThat(rows().map(row -> row.group(2)))
        .containsAll(
            Prices.product().offers().stream()
                .filter(Offer::isSource)
                .map(Offer::product)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandPrintsWhatThePageSays(MatchResult command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    int status =
        new SizingCommand(Prices.sizing(), new PrintStream(out), new PrintStream(out))
            .execute(List.of(command.group(1).split(" ")));

    assertThat(status).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(command.group(2));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyRowOfTheTableIsWhatTheCalculatorSays(MatchResult row) {
    String tiers = row.group(1);
    RankedStores stores =
        Asking.about("restaurant_live")
            .with(SizingField.ROWS, 1_000_000)
            .with(SizingField.BYTES_PER_ROW, 500)
            .with(SizingField.READS_PER_SECOND, 5_000)
            .with(SizingField.CHANGES_PER_SECOND, 500)
            .with(SizingField.CLIENTS, tiers.equals("rocksdb") ? 1 : 10)
            .with(SizingField.TIERS, tiers)
            .answer()
            .ranking()
            .stream()
            .filter(each -> each.parts().getLast().product().equals(row.group(2)))
            .findFirst()
            .orElseThrow();

    List<String> units =
        stores.parts().stream()
            .map(part -> "%s × %s".formatted(Amount.text(part.units()), part.unit()))
            .toList();
    assertThat(row.group(3)).isEqualTo(String.join("; ", units));
    assertThat(row.group(4)).isEqualTo(String.format(Locale.ROOT, "%,.2f", stores.monthlyCost()));
    assertThat(row.group(5)).isEqualTo(Amount.text(stores.readP99Millis()));
  }

  @Test
  void everyParameterIsExplained() {
    for (SizingField field : SizingField.values()) {
      assertThat(PAGE).contains("| `" + field.key() + "` | `" + field.option() + "` |");
    }
  }

  static Stream<MatchResult> commands() {
    return COMMAND.matcher(PAGE).results();
  }

  static Stream<MatchResult> rows() {
    return ROW.matcher(PAGE).results();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
