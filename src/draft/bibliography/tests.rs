//! Right entries, and bad ones that end in a message.

use super::*;
