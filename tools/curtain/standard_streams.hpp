#pragma once
// Standard output and standard error of a program that people and pipes read: writing to them never throws
// and never stops the program; errors are checked at the end.
#include <string>
#include <string_view>

namespace curtain::tools {

/// Puts streams of our own in place of `stdout` and `stderr`. Call it first: a descriptor that is closed at
/// the start is taken, so that no file that is opened later gets its number and what is printed.
///
/// Standard error is for people: what is not printable() is shown by its number. The same holds for standard
/// output where it is a terminal; elsewhere its bytes are left as they are.
void open_standard_streams();

/// What is printed to `stdout` from now on goes to standard error: standard output is the file that a command
/// writes ("-").
void print_on_standard_error();

/// The reason of the first failed write to standard output ("No space left on device");
/// empty if all were, or if its reader has gone away, as `| head -1` does.
std::string output_error();

/// The text as it may be shown on a terminal: printable(), apart from newlines and the escape sequences that
/// the program itself uses: going back to the beginning of an empty line and, with `has_colour`, colours.
std::string for_terminal(std::string_view text, bool has_colour);

}  // namespace curtain::tools
