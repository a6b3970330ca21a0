package io.tiffin.registry;

import io.tiffin.registry.RegistryProperties.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which versions of a model are too many, too old or too large. */
final class RetentionRules {

  /** A version may be found before its role is. Chosen: many times what a fleet agrees in. */
  static final Duration GRACE = Duration.ofMinutes(5);

  private RetentionRules() {}

  /**
   * A version on disk.
   *
   * @param writtenAt when its manifest was written
   * @param foundAt when this process found it
   * @param bytes its size; 0 where nobody asks for it
   * @param isNeeded whether it has a role or is on its way to one
   */
  record Shelved(
      VersionKey key, Instant writtenAt, Instant foundAt, long bytes, boolean isNeeded) {}

  /** Those to remove. What is needed counts, and is never among them. */
  static List<VersionKey> surplus(List<Shelved> versions, Retention limits, Instant now) {
    List<Shelved> newestFirst = new ArrayList<>(versions);
    newestFirst.sort(Comparator.comparing(Shelved::key).reversed());
    int kept = 0;
    long bytes = 0;
    for (int i = 0; i < newestFirst.size(); i++) {
      if (stays(newestFirst, i, now)) {
        kept++;
        bytes += newestFirst.get(i).bytes();
      }
    }
    List<VersionKey> surplus = new ArrayList<>();
    boolean full = false;
    for (int i = 0; i < newestFirst.size(); i++) {
      Shelved version = newestFirst.get(i);
      if (stays(newestFirst, i, now)) {
        continue;
      }
      full |= kept >= limits.versions() || isTooLarge(bytes + version.bytes(), limits);
      if (full || isTooOld(version, limits, now)) {
        surplus.add(version.key());
      } else {
        kept++;
        bytes += version.bytes();
      }
    }
    return surplus;
  }

  private static boolean stays(List<Shelved> newestFirst, int index, Instant now) {
    Shelved version = newestFirst.get(index);
    return index == 0 || version.isNeeded() || version.foundAt().plus(GRACE).isAfter(now);
  }

  private static boolean isTooLarge(long bytes, Retention limits) {
    return limits.bytes() != null && bytes > limits.bytes().toBytes();
  }

  private static boolean isTooOld(Shelved version, Retention limits, Instant now) {
    return limits.age() != null && version.writtenAt().plus(limits.age()).isBefore(now);
  }
}
