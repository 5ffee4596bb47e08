package dev.nightshift.examples.race;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a disk gives without a ledger: a loop that appends a few hundred bytes and forces them. */
final class BareForces {
  private static final int BYTES = 300;
  private static final long FOR = TimeUnit.SECONDS.toNanos(1);

  private BareForces() {}

  /** Appends and forces for a second, after a tenth of one that does not count. */
  static double perSecond(Path directory) throws IOException {
    try (FileOutputStream out = new FileOutputStream(directory.resolve("bare").toFile(), true)) {
      perSecond(out, FOR / 10);
      return perSecond(out, FOR);
    }
  }

  private static double perSecond(FileOutputStream out, long nanos) throws IOException {
    byte[] record = new byte[BYTES];
    long began = System.nanoTime();
    long forces = 0;
    while (System.nanoTime() - began < nanos) {
      out.write(record);
      out.getFD().sync();
      forces++;
    }
    return forces * 1e9 / (System.nanoTime() - began);
  }
}
