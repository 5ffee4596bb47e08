package dev.nightshift.examples.cli;

import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.provider.ModelSpelling;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a model as it is spelled everywhere: {@code NAME:MODEL} or {@code NAME:URL#MODEL}. */
final class ModelConverter implements ITypeConverter<ModelId> {
  @Override
  public ModelId convert(String text) {
    try {
      return ModelSpelling.parse(text).id();
    } catch (IllegalArgumentException malformed) {
      throw new TypeConversionException(String.valueOf(malformed.getMessage()));
    }
  }
}
