package dev.nightshift.core.internal.journal;

import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.tree.PatchFile;

/** A patch as JSON and back, byte for byte. */
final class PatchMembers {
  private PatchMembers() {}

  static JsonValue of(PatchFile file) {
    return JsonValue.object()
        .with("whole", file.isWhole())
        .with("bytes", JsonValue.of(file.bytes()));
  }

  static PatchFile file(JsonValue json) {
    return json.required("whole").truth()
        ? PatchFile.of(json.required("bytes").bytes())
        : PatchFile.tooLarge();
  }
}
