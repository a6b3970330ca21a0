package io.tiffin.event.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.event.Event;
import io.tiffin.event.SampleCity;
import io.tiffin.event.json.EventJson;
import io.tiffin.fixture.RealClock;
import io.tiffin.store.InMemoryFeatureStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class ReplayCommandTests {

  @TempDir private Path directory;
  @TempDir private Path files;
  private final InMemoryFeatureStore store = new InMemoryFeatureStore();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private final List<Event> city =
      new SampleCity(7, Instant.parse("2026-06-15T10:00:00Z"), Duration.ofHours(1))
          .events(4, 10, 100);

  @Test
  void filesAndTheLogAreCountedInTheOrderReceived() throws Exception {
    int third = city.size() / 3;
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city.subList(2 * third, city.size()));
    }
    List<Event> even = new ArrayList<>();
    List<Event> odd = new ArrayList<>();
    city.subList(0, 2 * third).forEach(event -> (even.size() > odd.size() ? odd : even).add(event));

    int status = execute("--events", file("even", even), file("odd", odd));

    assertThat(errors.toString(UTF_8)).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString(UTF_8))
        .startsWith("Counted %,d events: ".formatted(city.size()))
        .contains(" 0 duplicates, 0 late. The next start publishes ");
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.awaitPublished();
      RunningEvents.assertRows(store, city);
    }
  }

  @Test
  void aLineThatIsNoEventIsToldAndNothingChanges() throws Exception {
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.send(city);
    }
    Path file = Path.of(file("bad", city.subList(0, 2)));
    Files.writeString(file, Files.readString(file) + "{\"type\":\"order.placed\"}\n");

    assertThat(execute("--events", file.toString())).isEqualTo(2);
    assertThat(errors.toString(UTF_8)).startsWith(file + ", line 3: ").contains("orderId");
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      running.awaitPublished();
      RunningEvents.assertRows(store, city);
    }
  }

  @Test
  void aDirectoryInUseIsTold() throws Exception {
    try (RunningEvents running = RunningEvents.on(directory, store)) {
      assertThat(execute()).isEqualTo(1);
      assertThat(errors.toString(UTF_8)).contains("only one process may have them open");
      assertThat(running.events.lagEvents()).isZero();
    }
  }

  @Test
  void whatItDoesNotKnowItExplains() {
    assertThat(execute("--help")).isZero();
    assertThat(out.toString(UTF_8)).contains("replay [--events FILE...]");
    assertThat(execute("may.ndjson")).isEqualTo(2);
    assertThat(errors.toString(UTF_8)).contains("replay [--events FILE...]");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void aFileThatIsNotThereIsTold() {
    assertThat(execute("--events", "nowhere.ndjson")).isEqualTo(1);
    assertThat(errors.toString(UTF_8)).contains("nowhere.ndjson");
  }

  private int execute(String... arguments) {
    StaticListableBeanFactory beans = new StaticListableBeanFactory();
    beans.addBean("properties", RunningEvents.properties(directory));
    beans.addBean("catalogue", RunningEvents.CATALOGUE);
    beans.addBean("machineClock", new RealClock());
    return ReplayCommand.of(beans, new PrintStream(out), new PrintStream(errors))
        .execute(List.of(arguments));
  }

  private String file(String name, List<Event> events) throws Exception {
    EventJson json = new EventJson();
    StringBuilder lines = new StringBuilder();
    events.forEach(event -> lines.append(new String(json.write(event), UTF_8)).append('\n'));
    Path file = files.resolve(name + ".ndjson");
    Files.writeString(file, lines);
    return file.toString();
  }
}
