package dev.nightshift.core;

import static dev.nightshift.core.internal.engine.EngineFixture.pipeline;
import static dev.nightshift.core.internal.engine.EngineFixture.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.engine.EngineFixture;
import dev.nightshift.core.run.Pipeline;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.testing.InMemoryWorkspaces;
import dev.nightshift.core.testing.RecordingListener;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be done is refused on the thread of the caller, and no run starts. */
class DispatchRefusalTest {
  private final RecordingListener events = new RecordingListener();
  private final StandardPipeline pipeline = pipeline(writes("A.java", "v1\n")).build();

  @AfterEach
  void noRunHasStarted() {
    assertThat(events.events()).isEmpty();
  }

  private Nightshift engine(InMemoryWorkspaces workspaces) {
    return Nightshift.builder(workspaces)
        .provider((request, context) -> EngineFixture.answer(request))
        .listener(events)
        .build();
  }

  @Test
  void refusesATaskWithoutATarget() {
    try (Nightshift nightshift = engine(InMemoryWorkspaces.unborn())) {
      Task task = Task.builder("Change A").build();

      assertThatThrownBy(() -> nightshift.dispatch(task, pipeline))
          .isInstanceOf(WorkspaceException.class)
          .hasMessageContaining("make a first commit");
      assertThat(nightshift.runs()).isEmpty();
    }
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesATaskWithoutADispatchKey() {
    Task keyless =
        new Task() {
          @Override
          public String title() {
            return "Change A";
          }

          @Override
          public String instructions() {
            return "";
          }

          @Override
          public String dispatchKey() {
            return null;
          }
        };
    try (Nightshift nightshift = engine(InMemoryWorkspaces.of(Map.of("A.java", "v0\n")))) {
      assertThatThrownBy(() -> nightshift.dispatch(keyless, pipeline))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("dispatchKey() of the task");
      assertThat(nightshift.runs()).isEmpty();
    }
  }

  @Test
  @SuppressWarnings("NullAway")
  void refusesNulls() {
    try (Nightshift nightshift = engine(InMemoryWorkspaces.of(Map.of()))) {
      Task task = Task.builder("Change A").build();

      assertThatThrownBy(() -> nightshift.dispatch(null, pipeline))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("task must not be null");
      assertThatThrownBy(() -> nightshift.dispatch(task, (Pipeline) null))
          .hasMessage("pipeline must not be null");
    }
  }
}
