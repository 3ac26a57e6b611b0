#pragma once
// The names of functions and accounts, taken from the names of logs and files.
#include <string>
#include <string_view>

namespace curtain {

struct LogOwner {
  std::string_view function;
  std::string_view account;  ///< twelve digits, or empty
};

/// From the name of a log group ("/aws/lambda/checkout" is the function "checkout"; any other group is used
/// unchanged), optionally with its account as CloudWatch Logs Insights writes @log
/// ("123456789012:/aws/lambda/checkout"), or from an ARN of the group.
LogOwner owner_of_group(std::string_view group);

/// The function in the name of a log stream, which contains it if the log group is shared:
/// "2023/04/09/checkout[$LATEST]0f1e2d3c" (Lambda Developer Guide, "Configuring CloudWatch log groups"), also
/// with dashes, as in the names of folders of an export to S3. Empty if there is none.
std::string_view function_of_stream(std::string_view stream);

/// From the ARN of a function, with or without version or alias:
/// "arn:aws:lambda:eu-west-1:123456789012:function:checkout:live". Both parts are empty if the text is not
/// such an ARN.
LogOwner owner_of_arn(std::string_view arn);

/// True for UTF-8 without control characters.
bool is_plain_text(std::string_view text);
/// The text with "\xNN" for each byte that is not UTF-8 or is a control character.
std::string escaped_text(std::string_view text);

/// The name of a file without the endings of logs (.txt, .log, .csv, .json, .jsonl, .ndjson, .gz, .zst). If
/// the name is only a number (such as "000000.gz" in an export to S3, below a folder for each log stream and
/// a folder for the export's task), the first folder above it with a meaningful name is used; from the name
/// of a stream, the function in it.
std::string function_of_path(std::string_view path);

}  // namespace curtain
