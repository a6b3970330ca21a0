package io.tiffin.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tiffin.feature.Row;
import io.tiffin.store.Outcome.Absent;
import io.tiffin.store.Outcome.Found;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * The contract kit of a cache: it compares revisions, it never goes back, and it may forget.
 * Adopted like {@link FeatureStoreContract}.
 */
public abstract class CacheStoreContract {

  /** Opens the cache under test, once per test; the kit closes it. */
  protected abstract FeatureStore open() throws Exception;

  @Nested
  class Lifetime extends LifetimeContract {
    Lifetime() {
      super(CacheStoreContract.this::open);
    }
  }

  @Nested
  class Revisions extends StoreContract {
    Revisions() {
      super(CacheStoreContract.this::open);
    }

    @Test
    void aRowComesBackAsItWasWrittenOrNotAtAll() {
      Row row = row("r-1", 7);
      put(row);

      if (find("r-1") instanceof Found) {
        assertHolds(row);
      }
    }

    @Test
    void anOlderWriteIsNeverSeenAfterANewerOne() {
      var random = new Random(5);
      long highest = 0;
      for (int i = 0; i < 500; i++) {
        long revision = random.nextLong(1, 101);
        put(row("r-1", revision));
        highest = Math.max(highest, revision);

        assertThat(find("r-1")).matches(noOlderThan(highest));
      }
    }

    @Test
    void anOlderWriteDoesNotResurrectWhatACacheRemembersAsDeleted() {
      put(row("r-1", 1));
      delete("r-1", 5);
      boolean remembers = find("r-1").equals(absent(5));
      put(row("r-1", 4));

      if (remembers) {
        assertThat(find("r-1")).isInstanceOf(Absent.class);
      }
    }

    @Test
    void aDeletedRowIsNotServed() {
      put(row("r-1", 1));

      delete("r-1", 2);

      assertThat(find("r-1")).isInstanceOf(Absent.class);
    }

    @Test
    void outcomesAreInTheOrderOfTheKeys() {
      store.put(List.of(row("a", 1), row("b", 2)), ample());

      List<Outcome> outcomes = find(List.of(key("b"), key("x"), key("a"), key("b")), ample());

      assertThat(outcomes).hasSize(4);
      assertThat(outcomes.get(0)).matches(isOf("b"));
      assertThat(outcomes.get(1)).isInstanceOf(Absent.class);
      assertThat(outcomes.get(2)).matches(isOf("a"));
      assertThat(outcomes.get(3)).matches(isOf("b"));
    }

    private static Predicate<Outcome> isOf(String entity) {
      return outcome ->
          !(outcome instanceof Found found) || found.row().key().entity().equals(entity);
    }

    private static Predicate<Outcome> noOlderThan(long revision) {
      return outcome -> !(outcome instanceof Found found) || found.row().revision() >= revision;
    }
  }
}
