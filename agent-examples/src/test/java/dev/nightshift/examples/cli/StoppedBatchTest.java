package dev.nightshift.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A batch whose process was stopped or killed, and what is made of it. */
@Timeout(300)
class StoppedBatchTest extends OnState {
  /** Symptom: 'kill PID' ended the runs for good, and the next batch paid their calls again. */
  @Test
  void aBatchThatWasToldToStopGoesOnAndPaysNoAnswerAgain() throws Exception {
    Path tasks = tasks("{\"id\":\"b\",\"description\":\"Make the file b.txt\"}");
    models.holdAfter(1);
    Process process = begun(tasks, "--deliver", "merge");

    process.toHandle().destroy();

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    models.release();
    assertThat(onState("runs list")).isZero();
    assertThat(text()).startsWith(onlyRun() + "  unfinished");
    assertThat(batch(tasks, "--deliver", "merge")).as(text()).isEqualTo(ExitStatus.DELIVERED);
    assertThat(table()).containsPattern("b +merged");
    assertThat(onState("runs list")).isZero();
    assertThat(text().lines()).hasSize(1);
    // The held one was cut, and is asked again; the one before it is not.
    assertThat(models.asked()).extracting(LoopbackModels.Asked::model).hasSize(4);
  }

  private Process begun(Path tasks, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(work(more));
    arguments.addAll(List.of("--tasks", tasks.toString(), "--parallel", "2"));
    Process process = process("batch", arguments);
    models.awaitAsked();
    return process;
  }
}
