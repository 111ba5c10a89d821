// SPDX-License-Identifier: MIT
package io.mqconnector.servers.orders;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Where the test asks. */
@ApplicationPath("rest")
public class OrdersRest extends Application {}
