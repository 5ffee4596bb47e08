package dev.nightshift.git.internal.objects;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A program that ends while a daemon of it is in the middle of a step. */
final class EndingJvm {
  static final int FILES = 500;

  private EndingJvm() {}

  public static void main(String[] args) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch ending = new CountDownLatch(1);
    Thread run =
        new Thread(
            () -> Uninterrupted.run("writing", () -> write(Path.of(args[0]), begun, ending)));
    run.setDaemon(true);
    run.start();
    begun.await();
    Runtime.getRuntime().addShutdownHook(new Thread(ending::countDown));
    System.exit(0);
  }

  private static void write(Path directory, CountDownLatch begun, CountDownLatch ending)
      throws java.io.IOException {
    begun.countDown();
    try {
      ending.await();
    } catch (InterruptedException never) {
      throw new IllegalStateException(never);
    }
    for (int i = 0; i < FILES; i++) {
      Files.writeString(directory.resolve("f" + i), "x");
    }
  }
}
