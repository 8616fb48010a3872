package org.extremum.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files are looked through while the state is read: whatever goes wrong in either thread comes out
 * as if one had been done after the other, and both have ended when the command has.
 */
class RetrainMeanwhileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Nights nights;
  private Path second;
  private Path snapshot;

  @BeforeEach
  void begin() {
    nights = new Nights(folder);
    nights.found(nights.batch("first", 0, 90));
    second = nights.batch("second", 90, 120);
    snapshot = nights.state.resolve("states/000001/snapshot.json");
  }

  @AfterEach
  void noThreadIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("extremum "));
  }

  private void cutArrays() throws IOException {
    Path arrays = snapshot.resolveSibling("arrays.bin");
    byte[] whole = Files.readAllBytes(arrays);
    Files.write(arrays, java.util.Arrays.copyOf(whole, whole.length - 8));
  }

  @Test
  void aFileThatIsNotThereIsItsOwnProblem() {
    String champion = nights.champion();
    assertThat(nights.bad(3, "--add", folder.resolve("gone.csv"))).contains("gone.csv");
    assertThat(nights.bad(3, "--add", second, "--add", folder.resolve("gone.csv")))
        .contains("gone.csv");
    assertThat(nights.status().path("champion").asText()).isEqualTo(champion);
    assertThat(nights.status().path("state").asText()).isEqualTo("000001");
  }

  /** Whatever is wrong with the files: they were read by the facts of a state that is damaged. */
  @Test
  void aDamagedStateComesFirst() throws Exception {
    cutArrays();
    assertThat(nights.bad(6, "--add", second)).contains("arrays.bin", "bytes");
    assertThat(nights.bad(6, "--add", folder.resolve("gone.csv"))).contains("arrays.bin");
    assertThat(nights.bad(6, "--add", second, "--seed", "7")).contains("arrays.bin");
  }

  @Test
  void factsThatWereChangedAreFoundOut() throws Exception {
    ObjectNode json = (ObjectNode) JSON.readTree(snapshot.toFile());
    ((ObjectNode) json.path("facts")).put("inputFeatures", 3);
    write(json);
    assertThat(nights.bad(6, "--add", second)).contains("checksum");

    ((ObjectNode) json.path("facts")).put("inputFeatures", "many");
    write(json);
    assertThat(nights.bad(6, "--add", second)).contains("checksum");

    ((ObjectNode) json.path("facts").path("input")).put("asked", "nothing");
    write(json);
    assertThat(nights.bad(6, "--decay", 0.5)).contains("checksum");
  }

  private void write(ObjectNode json) throws IOException {
    Files.deleteIfExists(snapshot.resolveSibling(".snapshot.json.crc"));
    Files.writeString(snapshot, json + "\n");
  }

  @Test
  void rowsStayWithTheTasksIfAsked() {
    String inTasks = "moments: 100 %";
    Cli.Result here = nights.run("--add", second, "--set", "minGain=-1");
    assertThat(here.code()).as(here.err()).isZero();
    assertThat(here.err()).contains("moments (60 neurons").doesNotContain(inTasks);
    Path third = nights.batch("third", 120, 150);
    Cli.Result there = nights.run("--add", third, "--set", "driverBytes=0");
    assertThat(there.code()).as(there.err()).isZero();
    assertThat(there.err()).contains(inTasks);
  }
}
