package dev.nightshift.examples.cli;

import dev.nightshift.core.model.ModelId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code anthropic:MODEL}, the one provider this command line wires. */
final class ModelConverter implements ITypeConverter<ModelId> {
  static final String PROVIDER = "anthropic";

  @Override
  public ModelId convert(String text) {
    ModelId model;
    try {
      model = ModelId.parse(text);
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException(String.valueOf(malformed.getMessage()));
    }
    if (!model.provider().equals(PROVIDER)) {
      throw new TypeConversionException(
          "'%s' names provider '%s'; only anthropic:MODEL is available here"
              .formatted(text, model.provider()));
    }
    return model;
  }
}
