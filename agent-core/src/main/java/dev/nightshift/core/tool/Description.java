package dev.nightshift.core.tool;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a model is told about one argument of a tool whose arguments are a record.
 *
 * @see Tool#of(String, String, Class, Tool.TypedBody)
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Description {
  /**
   * Returns the text.
   *
   * @return one or two sentences for the model to read
   */
  String value();
}
