package dev.nightshift.core.testing;

import dev.nightshift.core.internal.text.Digests;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The files of one commit. Immutable, as long as nobody writes into its bytes. */
final class InMemoryTree {
  private final SortedMap<String, byte[]> files;
  private final String id;

  private InMemoryTree(SortedMap<String, byte[]> files) {
    this.files = files;
    this.id = idOf(files);
  }

  static InMemoryTree of(Map<String, byte[]> files) {
    return new InMemoryTree(Collections.unmodifiableSortedMap(new TreeMap<>(files)));
  }

  String id() {
    return id;
  }

  SortedMap<String, byte[]> files() {
    return files;
  }

  byte @Nullable [] get(String path) {
    return files.get(path);
  }

  /** Returns the file at a path, no bytes for a directory, and nothing if nothing is there. */
  Optional<byte[]> anythingAt(String path) {
    byte[] file = files.get(path);
    return file != null || files.subMap(path + "/", path + "0").isEmpty()
        ? Optional.ofNullable(file)
        : Optional.of(new byte[0]);
  }

  /** Returns the paths that are missing or different in the other tree, in order. */
  SortedSet<String> differingPaths(InMemoryTree other) {
    SortedSet<String> paths = new TreeSet<>(files.keySet());
    paths.addAll(other.files.keySet());
    paths.removeIf(path -> Arrays.equals(get(path), other.get(path)));
    return paths;
  }

  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    files.forEach((path, bytes) -> texts.put(path, new String(bytes, StandardCharsets.UTF_8)));
    return Collections.unmodifiableMap(texts);
  }

  private static String idOf(SortedMap<String, byte[]> files) {
    MessageDigest digest = Digests.sha1();
    files.forEach(
        (path, bytes) -> {
          digest.update((path + '\0' + bytes.length + '\0').getBytes(StandardCharsets.UTF_8));
          digest.update(bytes);
        });
    return Digests.hex(digest.digest());
  }
}
