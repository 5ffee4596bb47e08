package dev.nightshift.git.internal.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class UninterruptedTest {
  @Test
  void stepIsNoDaemonThoughItsCallerIs() throws InterruptedException {
    boolean[] daemon = {true};
    Thread caller =
        new Thread(
            () -> Uninterrupted.run("asking", () -> daemon[0] = Thread.currentThread().isDaemon()));
    caller.setDaemon(true);
    caller.start();
    caller.join();

    assertThat(daemon[0]).isFalse();
  }

  @Test
  void endOfTheJvmWaitsForTheStepUnderWay(@TempDir Path directory) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                EndingJvm.class.getName(),
                directory.toString())
            .inheritIO()
            .start();
    try {
      assertThat(jvm.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      jvm.destroyForcibly();
    }

    assertThat(directory.toFile().list()).hasSize(EndingJvm.FILES);
  }

  private static String classPath() {
    Path classes = place(Uninterrupted.class);
    return Stream.concat(
            Stream.of(classes, classes.resolveSibling("test-classes")),
            Stream.of(
                    ObjectId.class,
                    LoggerFactory.class,
                    Nullable.class,
                    dev.nightshift.core.base.RunId.class)
                .map(UninterruptedTest::place))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path place(Class<?> type) {
    return Path.of(
        java.net.URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }
}
