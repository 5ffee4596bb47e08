package dev.nightshift.core.event;

import dev.nightshift.core.base.AgentException;
import dev.nightshift.core.internal.text.VisibleText;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener that appends every event to a file as one line of JSON ({@code events.jsonl}).
 *
 * <p>Each event is in the file when {@link #onEvent} returns. The first failure to write is logged
 * and ends the writing; runs go on. <b>Shape:</b> UTF-8, one object per line as of {@link
 * RunEvent#toJson}, LF line ends. <b>Threads:</b> safe for concurrent use; lines never mix.
 */
public final class JsonLinesListener implements RunListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JsonLinesListener.class);
  private final Path file;
  private final OutputStream output;
  private boolean open = true;

  JsonLinesListener(Path file, OutputStream output) {
    this.file = file;
    this.output = output;
  }

  /** A plain file stream: a channel would be closed by the interrupt that cancels a run. */
  static JsonLinesListener appendingTo(Path file) {
    File target = file.toAbsolutePath().toFile();
    try {
      target.getParentFile().mkdirs();
      return new JsonLinesListener(file, new FileOutputStream(target, true));
    } catch (IOException notWritable) {
      throw new AgentException(
          ("could not open '%s' to append events: %s; choose a file in a directory that can be"
                  + " written")
              .formatted(
                  VisibleText.name(file.toString()),
                  VisibleText.name(String.valueOf(notWritable.getMessage()))),
          notWritable);
    }
  }

  @Override
  public synchronized void onEvent(RunEvent event) {
    if (!open) {
      return;
    }
    try {
      output.write((event.toJson() + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException notWritten) {
      open = false;
      LOG.warn("could not append to {}; later events are not written", file, notWritten);
      closeOutput();
    }
  }

  /** Closes the file; later events are ignored. Closing twice is harmless. */
  @Override
  public synchronized void close() {
    if (open) {
      open = false;
      closeOutput();
    }
  }

  private void closeOutput() {
    try {
      output.close();
    } catch (IOException notClosed) {
      LOG.debug("could not close {}", file, notClosed);
    }
  }
}
