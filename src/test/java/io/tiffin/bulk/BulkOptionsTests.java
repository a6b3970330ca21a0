package io.tiffin.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkOptionsTests {

  private final BulkFixture bulk = new BulkFixture();

  @Test
  void twoFilesAndSettingsInAnyOrder() throws BulkInputException {
    assertThat(
            BulkOptions.parse(
                List.of("--spring.profiles.active=aws", "a.csv", "b.out", "--tiffin.bulk.tries=3")))
        .isEqualTo(
            new BulkOptions(
                Path.of("a.csv"),
                OrderFileKind.CSV,
                Path.of("b.out"),
                List.of("--spring.profiles.active=aws", "--tiffin.bulk.tries=3")));
  }

  @ParameterizedTest
  @CsvSource({
    "a.ndjson, NDJSON",
    "a.jsonl, NDJSON",
    "a.csv, CSV",
    "A.CSV.GZ, CSV",
    "a.ndjson.gz, NDJSON"
  })
  void howAFileIsReadStandsInItsName(Path file, OrderFileKind kind) {
    assertThat(OrderFileKind.of(file)).contains(kind);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a.ndjson | expected two files, found 1",
        "a.ndjson b c | expected two files, found 3",
        "a.ndjson b --loud | --loud: expected --SETTING=VALUE",
        "a.txt b.ndjson | a.txt: expected a name that ends in .ndjson, .jsonl or .csv",
        "a.ndjson ./a.ndjson | a.ndjson would be replaced: name another file to write"
      })
  void whatCannotBeUsedIsRefusedWithTheUsageBeforeAnythingStarts(String arguments, String reason)
      throws InterruptedException {
    int status =
        bulk.command()
            .execute(
                List.of(arguments.split(" ")),
                _ -> {
                  throw new AssertionError("started");
                });

    assertThat(status).isEqualTo(2);
    assertThat(bulk.errors.toString(UTF_8)).startsWith(reason).contains("bulk ORDERS ESTIMATES");
  }

  @Test
  void helpIsNoFailure() throws InterruptedException {
    assertThat(bulk.command().execute(List.of("--help"), _ -> null)).isZero();

    assertThat(bulk.out.toString(UTF_8)).isEqualTo(BulkOptions.USAGE);
  }
}
