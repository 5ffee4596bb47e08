package dev.nightshift.git.internal.rules;

import dev.nightshift.git.internal.objects.RawBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/**
 * What a file holds or is to hold in the repository; a large one is read each time it is needed.
 * The file does not change meanwhile.
 */
public final class Content {
  /** What is larger is not held in memory. */
  public static final long LARGE = 10_000_000;

  private final long size;
  private final Opening opening;
  private final Optional<RawBytes> inMemory;

  /** Opens a content at its beginning. */
  @FunctionalInterface
  private interface Opening {
    InputStream open() throws IOException;
  }

  private Content(long size, Opening opening, Optional<RawBytes> inMemory) {
    this.size = size;
    this.opening = opening;
    this.inMemory = inMemory;
  }

  public static Content of(byte[] bytes) {
    return new Content(
        bytes.length, () -> new ByteArrayInputStream(bytes), Optional.of(RawBytes.of(bytes)));
  }

  public static Content of(AgentFiles files, Path file, long size) throws IOException {
    return size <= LARGE
        ? of(files.content(file))
        : new Content(size, () -> files.open(file), Optional.empty());
  }

  public long size() {
    return size;
  }

  InputStream open() throws IOException {
    return opening.open();
  }

  public LineEnds lineEnds() throws IOException {
    try (InputStream in = open()) {
      return LineEnds.of(in);
    }
  }

  /** Returns this content with LF where it has CRLF. */
  public Content withLineFeeds(LineEnds counts) throws IOException {
    Opening stripped = () -> LineEnds.withoutCarriageReturns(open());
    if (inMemory.isEmpty()) {
      return new Content(size - counts.crlf(), stripped, Optional.empty());
    }
    try (InputStream in = stripped.open()) {
      return of(in.readAllBytes());
    }
  }

  public boolean isInMemory() {
    return inMemory.isPresent();
  }

  /** Returns this content, which is in memory, with {@code $Id$} for {@code $Id: value $}. */
  public Content withoutIdents() throws IOException {
    try (InputStream in = open()) {
      byte[] bytes = in.readAllBytes();
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      String plain = text.replaceAll("\\$Id:[^$\n]*\\$", "\\$Id\\$");
      return plain.equals(text) ? this : of(plain.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** Tells whether this is text in UTF-8; of a large one that is not known. */
  public boolean isUtf8() {
    return inMemory
        .map(bytes -> new String(bytes.array(), StandardCharsets.UTF_8))
        .filter(text -> text.indexOf('\0') < 0 && text.indexOf('\uFFFD') < 0)
        .isPresent();
  }

  boolean startsWith(String beginning) throws IOException {
    try (InputStream in = open()) {
      return new String(in.readNBytes(beginning.length()), StandardCharsets.ISO_8859_1)
          .equals(beginning);
    }
  }

  public ObjectId id(ObjectInserter inserter) throws IOException {
    if (inMemory.isPresent()) {
      return inserter.idFor(Constants.OBJ_BLOB, inMemory.get().array());
    }
    try (InputStream in = open()) {
      return inserter.idFor(Constants.OBJ_BLOB, size, in);
    }
  }

  public ObjectId insert(ObjectInserter inserter) throws IOException {
    if (inMemory.isPresent()) {
      return inserter.insert(Constants.OBJ_BLOB, inMemory.get().array());
    }
    try (InputStream in = open()) {
      return inserter.insert(Constants.OBJ_BLOB, size, in);
    }
  }
}
