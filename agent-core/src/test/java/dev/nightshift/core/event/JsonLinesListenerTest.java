package dev.nightshift.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.base.RunId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesListenerTest {
  @TempDir Path directory;

  private static RunEvent event(int number) {
    return new RunEvent(
        RunId.of("run-" + number), Instant.EPOCH, "run.state", Map.of("text", "x".repeat(500)));
  }

  @Test
  void hasEachEventInTheFileWhenItReturns() throws IOException {
    Path file = directory.resolve("deep/er/events.jsonl");

    try (JsonLinesListener listener = RunListener.jsonLines(file)) {
      listener.onEvent(event(1));
      assertThat(Files.readString(file)).isEqualTo(event(1).toJson() + "\n");
      listener.onEvent(event(2));
    }

    assertThat(Files.readAllLines(file)).containsExactly(event(1).toJson(), event(2).toJson());
  }

  @Test
  void appendsToWhatIsThere() throws IOException {
    Path file = Files.writeString(directory.resolve("events.jsonl"), "{}\n");

    try (JsonLinesListener listener = RunListener.jsonLines(file)) {
      listener.onEvent(event(1));
    }

    assertThat(Files.readAllLines(file)).containsExactly("{}", event(1).toJson());
  }

  @Test
  void keepsWritingOnAnInterruptedThread() throws IOException {
    Path file = directory.resolve("events.jsonl");

    try (JsonLinesListener listener = RunListener.jsonLines(file)) {
      Thread.currentThread().interrupt();
      listener.onEvent(event(1));
      listener.onEvent(event(2));
      assertThat(Thread.interrupted()).isTrue();
    }

    assertThat(Files.readAllLines(file)).hasSize(2);
  }

  @Test
  void neverMixesLinesOfConcurrentRuns() throws Exception {
    Path file = directory.resolve("events.jsonl");

    try (JsonLinesListener listener = RunListener.jsonLines(file)) {
      List<Thread> runs =
          IntStream.range(0, 4)
              .mapToObj(
                  run ->
                      new Thread(
                          () -> IntStream.range(0, 200).forEach(i -> listener.onEvent(event(run)))))
              .toList();
      runs.forEach(Thread::start);
      for (Thread run : runs) {
        run.join();
      }
    }

    assertThat(Files.readAllLines(file))
        .hasSize(800)
        .allMatch(line -> line.matches("\\{\"run\":\"run-[0-3]\".*x{500}\"}"));
  }

  @Test
  void ignoresEventsAfterClose() throws IOException {
    Path file = directory.resolve("events.jsonl");
    JsonLinesListener listener = RunListener.jsonLines(file);

    listener.close();
    listener.close();
    listener.onEvent(event(1));

    assertThat(file).isEmptyFile();
  }

  @Test
  void doesNotThrowWhenTheDiskIsFullAndStopsWriting() {
    AtomicInteger writes = new AtomicInteger();
    AtomicInteger closes = new AtomicInteger();
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            writes.incrementAndGet();
            throw new IOException("No space left on device");
          }

          @Override
          public void close() throws IOException {
            closes.incrementAndGet();
            throw new IOException("No space left on device");
          }
        };

    try (JsonLinesListener listener = new JsonLinesListener(Path.of("events.jsonl"), full)) {
      listener.onEvent(event(1));
      listener.onEvent(event(2));
    }

    assertThat(writes).hasValue(1);
    assertThat(closes).hasValue(1);
  }

  @Test
  void namesTheFileThatCannotBeOpened() {
    assertThatThrownBy(() -> RunListener.jsonLines(directory))
        .isInstanceOf(AgentException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("choose a file");
  }
}
