// SPDX-License-Identifier: MIT
/**
 * The connector in OSGi: a Declarative Services component that turns configurations into services. Applications use the
 * services, nothing of this package.
 */
@NullMarked
package io.mqconnector.osgi;

import org.jspecify.annotations.NullMarked;
