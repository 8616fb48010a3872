package org.extremum.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.extremum.training.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {
  private static Batch batch(String id) {
    return Batch.arriving(id, "f-" + id, 10, false, true);
  }

  private static final Ledger TWO = Ledger.EMPTY.added(batch("a")).added(batch("b"));

  @Test
  void batchesKeepTheirNumbers() {
    Ledger ledger = TWO.decayed(0.5).forgotten("a").added(batch("c")).decayed(0.5);
    assertThat(ledger.batches()).extracting(Batch::id).containsExactly("a", "b", "c");
    assertThat(ledger.batches()).extracting(Batch::factor).containsExactly(0.0, 0.25, 0.5);
    assertThat(ledger.present()).extracting(Batch::id).containsExactly("b", "c");
    assertThat(ledger.number("c")).isEqualTo(2);
    assertThat(ledger.number("d")).isEqualTo(-1);
    assertThat(ledger.find("d")).isEmpty();
    assertThat(TWO.batches()).hasSize(2); // immutable
  }

  @Test
  void aForgottenIdMayComeAgain() {
    Ledger ledger = TWO.forgotten("a").added(batch("a"));
    assertThat(ledger.batches()).hasSize(3);
    assertThat(ledger.find("a").orElseThrow().present()).isTrue();
    assertThat(ledger.number("a")).isEqualTo(2);
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> TWO.added(batch("a"))).hasMessageContaining("'a'");
    assertThatThrownBy(() -> TWO.forgotten("c")).hasMessageContaining("'c'");
    assertThatThrownBy(() -> TWO.forgotten("a").forgotten("a")).hasMessageContaining("'a'");
    assertThatThrownBy(() -> batch(" ")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void runsAreRemembered() {
    Ledger ledger = TWO.withRun("1f").withRun("2e");
    assertThat(ledger.runs()).containsExactly("1f", "2e");
    assertThat(ledger.hasRun("2e")).isTrue();
    assertThat(ledger.hasRun("3d")).isFalse();
  }

  @Test
  void factsAndBack() {
    Ledger ledger = TWO.decayed(0.1).forgotten("b").withRun("1f");
    assertThat(Ledger.of(ledger.asFacts())).isEqualTo(ledger);
    assertThat(Ledger.of(Ledger.EMPTY.asFacts())).isEqualTo(Ledger.EMPTY);
  }

  @Test
  void rowsSetAsideAreRememberedWhileTheBatchIsThere() {
    Ledger ledger = Ledger.EMPTY.added(batch("a").withAside("a-1f")).added(batch("b")).decayed(0.5);
    assertThat(ledger.batches()).extracting(Batch::aside).containsExactly("a-1f", "");
    assertThat(Ledger.of(ledger.asFacts())).isEqualTo(ledger);
    assertThat(ledger.forgotten("a").batches()).extracting(Batch::aside).containsOnly("");
  }

  /** Then the folder was called as the batch. */
  @Test
  void earlierVersionsSaidWhetherRowsWereSetAsideOrNothing() {
    assertThat(asideBy(null)).as("there may be some").isEqualTo("b");
    assertThat(asideBy(true)).isEqualTo("b");
    assertThat(asideBy(false)).isEmpty();
  }

  private static String asideBy(Boolean said) {
    Map<String, Object> earlier = new LinkedHashMap<>(batch("b").asFacts());
    earlier.remove("aside");
    if (said != null) {
      earlier.put("aside", said);
    }
    Ledger ledger = Ledger.of(Map.of("batches", List.of(earlier), "runs", List.of()));
    return ledger.batches().get(0).aside();
  }

  @ParameterizedTest
  @CsvSource({
    "id, 7",
    "id, ' '",
    "samples, 1.5",
    "samples, -1",
    "samples, many",
    "factor, 1.5",
    "factor, none",
    "standing, GONE",
    "founding, yes",
    "aside, perhaps",
    "aside, 7"
  })
  void nonsenseIsNamed(String name, String value) {
    Map<String, Object> facts = new LinkedHashMap<>(batch("a").asFacts());
    facts.put(name, value.matches("[-0-9.]+") ? (Object) Double.valueOf(value) : value);
    assertThatThrownBy(() -> Ledger.of(Map.of("batches", List.of(facts), "runs", List.of())))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("ledger")
        .satisfies(e -> assertThat(((Problem) e).kind()).isEqualTo(Problem.Kind.UNREADABLE));
  }

  @Test
  void aBatchThatIsThereTwiceIsNonsense() {
    Map<String, Object> facts = batch("a").asFacts();
    assertThatThrownBy(() -> Ledger.of(Map.of("batches", List.of(facts, facts), "runs", List.of())))
        .isInstanceOf(Problem.class);
    assertThatThrownBy(() -> Ledger.of(Map.of("batches", List.of("a"), "runs", List.of())))
        .isInstanceOf(Problem.class);
    assertThatThrownBy(() -> Ledger.of(Map.of("batches", List.of())))
        .isInstanceOf(Problem.class)
        .hasMessageContaining("runs");
  }
}
