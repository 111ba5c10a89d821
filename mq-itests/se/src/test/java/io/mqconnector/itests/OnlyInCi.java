// SPDX-License-Identifier: MIT
package io.mqconnector.itests;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A test that takes long: it runs with {@code -Pci}, and not in the build that everybody runs all the time. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(named = "mq.ci", matches = "true", disabledReason = "takes long: runs with -Pci")
public @interface OnlyInCi {}
