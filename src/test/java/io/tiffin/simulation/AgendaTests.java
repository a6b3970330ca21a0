package io.tiffin.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgendaTests {

  private final Agenda agenda = new Agenda(1_000);
  private final List<String> done = new ArrayList<>();

  @Test
  void actionsHappenInOrderOfTimeThenOfPlanning() {
    agenda.at(3_000, () -> done.add("late"));
    agenda.at(2_000, () -> done.add("first"));
    agenda.at(2_000, () -> done.add("second"));

    run(3);

    assertThat(done).containsExactly("first", "second", "late");
    assertThat(agenda.nowMillis()).isEqualTo(3_000);
  }

  @Test
  void whatIsPlannedForThePastHappensNowAndTimeNeverGoesBack() {
    agenda.at(500, () -> done.add("past"));

    run(1);

    assertThat(done).containsExactly("past");
    assertThat(agenda.nowMillis()).isEqualTo(1_000);
  }

  @Test
  void aPeriodicActionComesAgain() {
    agenda.every(60_000, () -> done.add(Long.toString(agenda.nowMillis())));

    run(3);

    assertThat(done).containsExactly("61000", "121000", "181000");
  }

  @Test
  void anEmptyAgendaHasNothingAhead() {
    assertThat(agenda.nextMillis()).isEqualTo(Long.MAX_VALUE);
  }

  private void run(int actions) {
    for (int i = 0; i < actions; i++) {
      agenda.step();
    }
  }
}
