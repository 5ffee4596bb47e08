package dev.nightshift.core.command;

import dev.nightshift.core.internal.jail.FileNames;
import dev.nightshift.core.internal.jail.Jail;
import dev.nightshift.core.internal.jail.JailHandle;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole output of one command, kept in the workspace where the agent can read it. What the
 * agent may have planted there is not followed. Used by one command.
 */
final class SavedOutput {
  private static final String DIRECTORY = "output";
  private static final Pattern NAME = Pattern.compile("cmd-([0-9]{1,9})\\.txt");
  private static final int KEPT_FILES = 40;
  private static final int MAX_ENTRIES = 10_000;

  private final Jail jail;
  private final String temporary = UUID.randomUUID().toString();

  SavedOutput(Jail jail) {
    this.jail = jail;
  }

  WritableByteChannel open() throws IOException {
    try (JailHandle scratch = jail.openOwn("tmp")) {
      return scratch.create(temporary);
    }
  }

  /** Gives the file its name and returns its path; removes outputs long past. */
  String keep() throws IOException {
    int last = 0;
    try (JailHandle outputs = jail.openOwn(DIRECTORY)) {
      for (String name : outputs.names(MAX_ENTRIES)) {
        Matcher matcher = NAME.matcher(name);
        last = matcher.matches() ? Math.max(last, Integer.parseInt(matcher.group(1))) : last;
      }
      String name = "cmd-" + (last + 1) + ".txt";
      try (JailHandle scratch = jail.openOwn("tmp")) {
        scratch.move(temporary, outputs, name);
      }
      String old = "cmd-" + (last + 1 - KEPT_FILES) + ".txt";
      if (Jail.find(outputs, old).isPresent()) {
        outputs.deleteFile(old);
      }
      return String.join("/", List.of(FileNames.OWN, DIRECTORY, name));
    }
  }
}
