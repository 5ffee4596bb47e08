package dev.nightshift.core.internal.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GroupCommitTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void oneForceServesAllWhoCameWhileTheOneBeforeWasUnderWay() throws Exception {
    AtomicInteger forces = new AtomicInteger();
    CountDownLatch isForcing = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    GroupCommit commit =
        new GroupCommit(
            () -> {
              if (forces.incrementAndGet() == 1) {
                isForcing.countDown();
                await(mayEnd);
              }
            });
    commit.wrote(1);
    Future<?> first = threads.submit(() -> forced(commit, 1));
    isForcing.await();
    List<Future<?>> others = new ArrayList<>();
    commit.wrote(11);
    for (int end = 2; end <= 11; end++) {
      long upTo = end;
      others.add(threads.submit(() -> forced(commit, upTo)));
    }
    mayEnd.countDown();
    first.get();
    for (Future<?> other : others) {
      other.get();
    }

    assertThat(forces).hasValue(2);
  }

  @Test
  void whatIsOnTheDiskIsNotForcedAgain() throws Exception {
    AtomicInteger forces = new AtomicInteger();
    GroupCommit commit = new GroupCommit(forces::incrementAndGet);
    commit.wrote(5);

    commit.await(5);
    commit.await(3);

    assertThat(forces).hasValue(1);
  }

  /** Symptom: a second force of the same file said all was well, and the bytes were lost. */
  @Test
  void afterAFailedForceNoneIsTried() {
    AtomicInteger forces = new AtomicInteger();
    GroupCommit commit =
        new GroupCommit(
            () -> {
              forces.incrementAndGet();
              throw new IOException("disk gone");
            });
    commit.wrote(5);

    for (int i = 0; i < 3; i++) {
      assertThatIOException()
          .isThrownBy(() -> commit.await(5))
          .withMessage("no more is written after a failure: disk gone");
    }
    assertThat(forces).hasValue(1);
  }

  @Test
  void aDefectOfTheForceIsAFailureToo() {
    GroupCommit commit =
        new GroupCommit(
            () -> {
              throw new OutOfMemoryError("no heap");
            });
    commit.wrote(1);

    assertThatIOException().isThrownBy(() -> commit.await(1)).withMessageContaining("no heap");
    assertThatIOException().isThrownBy(() -> commit.await(1)).withMessageContaining("no heap");
  }

  @Test
  void manyThreadsAppendAndForceOneLog(@TempDir Path directory) throws Exception {
    int each = 50;
    int callers = 16;
    Path file = directory.resolve("a.log");
    try (RecordLog log = RecordLog.open(file, "test", record -> {})) {
      List<Future<Object>> done = new ArrayList<>();
      for (int caller = 0; caller < callers; caller++) {
        String name = "caller-" + caller;
        done.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < each; i++) {
                    log.append(name + " " + i);
                    log.force();
                  }
                  return null;
                }));
      }
      for (Future<Object> one : done) {
        one.get();
      }
    }
    List<String> read = new ArrayList<>();
    LogReader.read(file, "test", record -> read.add(record.payload()));
    assertThat(read).hasSize(each * callers).doesNotHaveDuplicates();
    assertThat(read.stream().filter(line -> line.startsWith("caller-3 ")).toList())
        .hasSize(each)
        .startsWith("caller-3 0", "caller-3 1");
  }

  private static Object forced(GroupCommit commit, long end) {
    try {
      commit.await(end);
      return end;
    } catch (IOException failed) {
      throw new AssertionError(failed);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
