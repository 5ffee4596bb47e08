package dev.nightshift.core.internal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/**
 * The variables a process was started with, as Linux shows them; empty elsewhere, and for processes
 * of other users.
 *
 * @param text all of them, one byte a character
 */
record Environment(String text) {
  private static final Path PROC = Path.of("/proc");

  static Environment of(long pid) {
    try {
      byte[] bytes = Files.readAllBytes(PROC.resolve(pid + "/environ"));
      return new Environment(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IOException goneOrForeign) {
      return new Environment("");
    }
  }

  boolean contains(String part) {
    byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
    return text.contains(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /** Returns the processes of this system that match, none where they cannot be listed. */
  static List<ProcessHandle> processes(LongPredicate wanted) {
    List<ProcessHandle> found = new ArrayList<>();
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return found;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        long pid = Long.parseLong(String.valueOf(process.getFileName()));
        // The handle knows the start time, so that a number used again is not killed.
        ProcessHandle.of(pid).filter(handle -> wanted.test(pid)).ifPresent(found::add);
      }
    } catch (IOException | NumberFormatException unreadable) {
      return found;
    }
    return found;
  }
}
