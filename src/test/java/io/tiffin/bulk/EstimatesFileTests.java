package io.tiffin.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.fixture.SmallVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimatesFileTests {

  private static final byte[] LINE = "one\n".getBytes(UTF_8);

  @TempDir private Path directory;
  private Path target;

  @BeforeEach
  void name() {
    target = directory.resolve("estimates.ndjson");
  }

  private List<Path> left() throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Test
  void itIsThereAsAWholeOrAsItWas() throws Exception {
    Files.writeString(target, "of yesterday");
    try (EstimatesFile file = EstimatesFile.begin(target)) {
      file.write(LINE);

      assertThat(target).hasContent("of yesterday");

      file.complete();
    }
    assertThat(target).hasContent("one\n");
    assertThat(left()).containsExactly(target);
  }

  @Test
  void whatIsNotCompletedIsDropped() throws Exception {
    try (EstimatesFile file = EstimatesFile.begin(target)) {
      file.write(LINE);
    }

    assertThat(left()).isEmpty();
  }

  @Test
  void whatAKilledProcessLeftIsRemovedAndNothingElse() throws Exception {
    Path half = Files.createFile(directory.resolve("estimates.ndjson.0a1b2c3d.part"));
    Path ofAnother = Files.createFile(directory.resolve("estimates.0a1b2c3d.part"));
    Path mine = Files.createFile(directory.resolve("estimates.ndjson.my-notes.part"));

    EstimatesFile.begin(target).close();

    assertThat(half).doesNotExist();
    assertThat(left()).containsExactlyInAnyOrder(ofAnother, mine);
  }

  @Test
  void ofTwoRunsTheLaterOneWritesTheFile() throws Exception {
    try (EstimatesFile earlier = EstimatesFile.begin(target);
        EstimatesFile later = EstimatesFile.begin(target)) {
      earlier.write("earlier\n".getBytes(UTF_8));
      later.write(LINE);
      later.complete();

      assertThatThrownBy(earlier::complete)
          .hasMessageContaining(target + " cannot be written: there is no ")
          .hasMessageContaining(".part");
    }
    assertThat(target).hasContent("one\n");
  }

  @Test
  void aDirectoryThatIsNotThereIsNamed() {
    Path nowhere = directory.resolve("no").resolve("estimates.ndjson");

    assertThatThrownBy(() -> EstimatesFile.begin(nowhere))
        .hasMessage(nowhere + " cannot be written: there is no " + nowhere.getParent());
  }

  @Test
  void aDirectoryIsNoFile() {
    assertThatThrownBy(() -> EstimatesFile.begin(directory))
        .hasMessage(directory + " cannot be written: it is a directory");
  }

  @Test
  void aDiskThatIsReadOnlyOrFullIsToldAndLeavesNothing() throws Exception {
    SmallVolume volume = SmallVolume.mount(directory, 1);
    try {
      try (EstimatesFile file = EstimatesFile.begin(target)) {
        assertThatThrownBy(() -> fill(file))
            .hasMessage(target + " cannot be written: No space left on device");
      }
      assertThat(left()).isEmpty();

      volume.makeReadOnly();
      assertThatThrownBy(() -> EstimatesFile.begin(target))
          .hasMessage(target + " cannot be written: Read-only file system");
    } finally {
      volume.unmount();
    }
  }

  private static void fill(EstimatesFile file) throws UnusableFileException {
    for (int i = 0; i < 64; i++) {
      file.write(new byte[64 * 1024]);
    }
  }
}
