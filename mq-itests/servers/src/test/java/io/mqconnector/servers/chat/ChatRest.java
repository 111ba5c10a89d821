// SPDX-License-Identifier: MIT
package io.mqconnector.servers.chat;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Where the test asks. */
@ApplicationPath("rest")
public class ChatRest extends Application {}
