package io.tiffin.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.fixture.RealClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever is sent, the answer is one that the OpenAPI document declares, shows nothing of the
 * inside and costs nobody else anything. 2,000 requests, in CI 10,000; each night 1,000,000:
 *
 * <pre>{@code
 * ./mvnw test -Dtest=OpenApiFuzzTests -Dtiffin.test.scale=500 -Dtiffin.fuzz.seed=$RANDOM
 * }</pre>
 */
@Timeout(7200)
class OpenApiFuzzTests {

  private static final int SCALE = Integer.getInteger("tiffin.test.scale", 1);

  private static final int REQUESTS = 2_000 * SCALE;
  private static final long SEED = Long.getLong("tiffin.fuzz.seed", 23);

  @Test
  void everyRequestIsAnsweredAsTheDocumentSays() {
    HostedService service = HostedService.shared();
    Instant now = new RealClock().instant().truncatedTo(ChronoUnit.HOURS);
    FuzzTarget target =
        new FuzzTarget(
            Map.of(
                Port.API, service.port(Port.API), Port.MANAGEMENT, service.port(Port.MANAGEMENT)),
            Canaries.ADMIN_KEY,
            Canaries.all());

    Fuzzer fuzzer = target.fuzzer(SEED, now);
    Collection<Finding> findings = fuzzer.run(REQUESTS);

    System.out.printf(
        Locale.ROOT,
        "fuzzed with -Dtiffin.fuzz.seed=%d at %s: %,d requests, answered %s, %d by hanging up%n",
        SEED,
        now,
        REQUESTS,
        new TreeMap<>(fuzzer.statuses()),
        fuzzer.hungUp());
    assertThat(findings).isEmpty();
    assertThat(fuzzer.statuses()).containsKeys(200, 207, 400, 401, 404, 405, 413, 415, 422);
    assertThat(service.log().lines().filter(line -> line.contains(" ERROR "))).isEmpty();
  }
}
