package dev.nightshift.core.setup;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.command.CommandPolicy;
import dev.nightshift.core.tree.TreeView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What decides whether a set-up has to be done again.
 *
 * @param value 64 hexadecimal digits
 * @param hashes of each lock file, empty for one that is not there
 */
record SetUpKey(String value, Map<String, String> hashes) {
  private static final String FORMAT = "1";

  SetUpKey {
    hashes = Map.copyOf(hashes);
  }

  static SetUpKey of(SetUp setUp, CommandPolicy policy, TreeView files) {
    Map<String, String> hashes = new TreeMap<>();
    setUp.lockFiles().forEach(path -> hashes.put(path, hashOf(files, path)));
    MessageDigest all = sha256();
    add(all, FORMAT);
    setUp
        .commands()
        .forEach(
            command -> {
              add(all, command.argv().toArray(String[]::new));
              addAll(all, command.environment());
            });
    addAll(all, policy.environment());
    addAll(all, hashes);
    add(all, setUp.keeps().toArray(String[]::new));
    add(all, setUp.secrets().toArray(String[]::new));
    return new SetUpKey(HexFormat.of().formatHex(all.digest()), hashes);
  }

  /** The lock files that are others there. */
  List<String> differing(SetUpKey other) {
    return hashes.entrySet().stream()
        .filter(own -> !own.getValue().equals(other.hashes.get(own.getKey())))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static String hashOf(TreeView files, String path) {
    try {
      return HexFormat.of().formatHex(sha256().digest(files.read(path).bytes()));
    } catch (WorkspaceException missing) {
      if (missing.kind() == WorkspaceException.Kind.NOT_FOUND) {
        return "";
      }
      throw missing;
    }
  }

  private static void addAll(MessageDigest digest, Map<String, String> values) {
    new TreeMap<>(values).forEach((name, value) -> add(digest, name, value));
    add(digest);
  }

  /** Each text with its length, so that no two lists look the same. */
  private static void add(MessageDigest digest, String... texts) {
    digest.update((texts.length + ";").getBytes(StandardCharsets.UTF_8));
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
