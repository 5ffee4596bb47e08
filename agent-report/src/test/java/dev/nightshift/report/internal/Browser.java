package dev.nightshift.report.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Chromium without a window, each time as a process of its own with a fresh profile. */
final class Browser {
  private static final int TIMEOUT_SECONDS = 90;

  private final String program;
  private final Path profiles;
  private int started;

  Browser(String program, Path profiles) {
    this.program = program;
    this.profiles = profiles;
  }

  /** What the page has become when all is loaded, as HTML. */
  String dom(String url) throws IOException, InterruptedException {
    return start(List.of("--dump-dom", url));
  }

  void picture(String url, Path file, boolean isDark) throws IOException, InterruptedException {
    start(
        List.of(
            "--hide-scrollbars",
            "--window-size=1280,2400",
            "--blink-settings=preferredColorScheme=" + (isDark ? 0 : 1),
            "--screenshot=" + file,
            url));
  }

  void print(String url, Path file) throws IOException, InterruptedException {
    start(List.of("--no-pdf-header-footer", "--print-to-pdf=" + file, url));
  }

  private String start(List<String> what) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--virtual-time-budget=2000",
                "--user-data-dir=" + profiles.resolve("profile-" + started++)));
    command.addAll(what);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (InputStream output = process.getInputStream()) {
      String told = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(program + " did not end well with " + what);
      }
      return told;
    }
  }
}
