package io.tiffin.sizing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.ClassPathResource;

class PriceListReaderTests {

  @TempDir private Path directory;

  @Test
  void theProductsListIsDatedAndHasEveryStore() {
    PriceList prices = Prices.product();

    assertThat(prices.asOf()).isEqualTo("2026-11-27");
    assertThat(prices.currency()).isEqualTo("USD");
    assertThat(prices.offers())
        .extracting(offer -> offer.store() + " " + offer.cloud())
        .containsExactlyInAnyOrder(
            "redis gcp",
            "redis aws",
            "memcached gcp",
            "memcached aws",
            "firestore gcp",
            "bigtable gcp",
            "dynamodb aws",
            "dynamodb aws",
            "dax aws",
            "rocksdb local");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          as-of: 2026-11-27       | as-of: lately              | as-of must be a date such as 2026-11-27
          currency: USD           | curency: USD               | curency is not known here; known are as-of, currency, hours-per-month, near-cache, offers, use-at-most
          hours-per-month: 730    | hours-per-month: 0         | hours-per-month must be a number above 0
          hours-per-month: 730    | hours-per-month: 1000      | hours-per-month must be at most 744, the hours of 31 days
          hours-per-month: 730    | hours-per-month: .nan      | hours-per-month must be a number, and is '.nan'
          hours-per-month: 730    | hours-per-month: NaN       | hours-per-month must be a number of at least 0, and is NaN
          use-at-most: 0.75       | use-at-most: 1.5           | use-at-most must be a share above 0 and at most 1, and is 1.5
          weight-mib: 64          | weight-mib: -64            | near-cache.weight-mib must be a number of at least 0, and is -64
          roles: [cache, source]  | roles: [cash]              | offers[0].roles[0] is 'cash', must be one of cache, source
          roles: [cache, source]  | roles: cache               | offers[0].roles must be a list of at least one
          p50-millis: 0.3         | p50-millis: 3              | offers[0].p99-millis must not be below p50-millis
          tells-of-changes: true  | tells-of-changes: perhaps  | offers[0].tells-of-changes is 'perhaps', must be one of false, true
          region: us-central1     | "region:"                  | offers[0].region must be text
          connections: 65000      | conections: 65000          | offers[0].limits.conections is not known here; known are clients, connections, gib, reads-per-row-per-second, row-bytes, writes-per-row-per-second, writes-per-second
          by: capacity            | by: weight                 | offers[0].charge.by is 'weight', must be one of capacity, disk, nodes, provisioned, requests
          by: capacity            | by: disk                   | offers[0].charge.usable-share is not known here; known are by, per-gib-month, space-factor
          from-gib: 5,            | from-gib: 1,               | offers[0].charge.bands[1].from-gib must be above that of the band before
          most-gib: 300           | most-gib: 3                | offers[0].charge.most-gib must not be below the last band's from-gib
          per-gib-hour: 0.064     | per-gib-hour: cheap        | offers[0].charge.bands[0].per-gib-hour must be a number, and is 'cheap'
          per-gib-hour: 0.064     | per-hour: 0.064            | offers[0].charge.bands[0].per-hour is not known here; known are from-gib, per-gib-hour
          most-nodes: 250         | most-nodes: 0              | offers[1].charge.most-nodes must be a whole number of at least 1, and is 0
          copies: 2               | copies: 1.5                | offers[1].charge.copies must be a whole number of at least 1, and is 1.5
          stored-per-gib-month: 0.15 | ""                      | offers[4].charge.stored-per-gib-month is missing
          {price: 0.03, per: 100000} | {price: 0.03}           | offers[4].charge.reads.per is missing
          """)
  void whatIsWrongIsNamed(String right, String wrong, String clause) throws IOException {
    String text = product();
    assertThat(text).contains(right);
    int at = text.indexOf(right);
    String broken = text.substring(0, at) + wrong + text.substring(at + right.length());

    assertThatThrownBy(() -> PriceListReader.read(PriceFile.parse("mine.yaml", broken)))
        .isInstanceOf(InvalidPricesException.class)
        .hasMessageMatching("mine\\.yaml:\\d+: \\Q" + clause + ".\\E");
  }

  @Test
  void aKeyThatIsThereTwiceIsRefused() throws IOException {
    String text = product().replaceFirst("currency: USD", "currency: USD\ncurrency: EUR");

    assertThatThrownBy(() -> PriceListReader.read(PriceFile.parse("mine.yaml", text)))
        .hasMessageContaining("has the key 'currency' twice; remove one.");
  }

  @Test
  void whatIsNoYamlOrNothingIsRefused() {
    assertThatThrownBy(() -> PriceFile.parse("mine.yaml", "a: [b"))
        .isInstanceOf(InvalidPricesException.class)
        .hasMessageStartingWith("mine.yaml: this is not YAML");
    assertThatThrownBy(() -> PriceFile.parse("mine.yaml", "# nothing"))
        .hasMessage("mine.yaml: this is empty; start it with 'as-of:'.");
  }

  @Test
  void aFileThatIsNotThereOrInAnotherEncodingIsNamed() throws IOException {
    Path latin = directory.resolve("latin1.yaml");
    Files.write(latin, "# Währung".getBytes(StandardCharsets.ISO_8859_1));
    String absent = directory.resolve("absent.yaml").toString();

    assertThatThrownBy(() -> Prices.files().read(absent))
        .hasMessage(
            absent
                + ": this cannot be read, though tiffin.sizing.prices names it; correct the location"
                + " or the file's permissions.");
    assertThatThrownBy(() -> Prices.files().read(latin.toString()))
        .hasMessage(latin + ": this is not UTF-8; save the file in that encoding.");
  }

  private static String product() throws IOException {
    return new ClassPathResource("tiffin/prices.yaml").getContentAsString(StandardCharsets.UTF_8);
  }
}
