package io.tiffin.store.firestore;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.FakeTicker;
import io.tiffin.store.FeatureStore;
import io.tiffin.store.FeatureStore.Check;
import io.tiffin.store.firestore.FakeFirestore.Fails;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator is told. */
class FirestoreCheckTests {

  private final Deadline ample = Deadline.in(Duration.ofSeconds(30), new FakeTicker());
  private final FakeFirestore firestore = new FakeFirestore();
  private final FeatureStore store = FirestoreRoom.over(firestore);

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, 'there is no database projects/lunch/databases/(default), create it'",
    "PERMISSION_DENIED, 'grant them roles/datastore.user (scripted)'",
    "UNAUTHENTICATED, 'grant them roles/datastore.user (scripted)'",
    "UNAVAILABLE, 'cannot be reached (scripted)'",
    "DEADLINE_EXCEEDED, 'did not answer in time'"
  })
  void aFailureIsASentenceThatSaysWhatToDo(Code code, String sentence) {
    firestore.onRead(new Fails(code));

    Check check = store.check(ample);

    assertThat(check.usable()).isFalse();
    assertThat(check.detail()).contains(sentence);
  }

  @Test
  void itCostsOneReadOfADocumentThatIsNoRows() {
    assertThat(store.check(ample).usable()).isTrue();

    assertThat(firestore.reads)
        .singleElement()
        .satisfies(read ->
            assertThat(read.getDocumentsList())
                .containsExactly(FakeFirestore.DATABASE + "/documents/tiffin_rows/nothing"));
  }
}
