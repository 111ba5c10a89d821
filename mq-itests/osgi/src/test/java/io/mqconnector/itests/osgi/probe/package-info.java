// SPDX-License-Identifier: MIT
/** What the tests run inside the framework: a bundle of its own, which uses nothing but services. */
@NullMarked
package io.mqconnector.itests.osgi.probe;

import org.jspecify.annotations.NullMarked;
