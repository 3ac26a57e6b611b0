#pragma once
// The names of functions and accounts, from what logs and files are called.
#include <string>
#include <string_view>

namespace curtain {

struct LogOwner {
  std::string_view function;
  std::string_view account;  ///< twelve digits, or empty
};

/// From the name of a log group ("/aws/lambda/checkout" is the function "checkout", any other group is
/// itself), with its account in front as CloudWatch Logs Insights writes @log
/// ("123456789012:/aws/lambda/checkout"), or an ARN of the group.
LogOwner owner_of_group(std::string_view group);

/// The function in the name of a log stream, which has it if the log group is not the function's own:
/// "2023/04/09/checkout[$LATEST]0f1e2d3c" (Lambda Developer Guide, "Configuring CloudWatch log groups"), also
/// with dashes, as an export to S3 names its folders. Empty if there is none.
std::string_view function_of_stream(std::string_view stream);

/// From the ARN of a function, with or without version or alias:
/// "arn:aws:lambda:eu-west-1:123456789012:function:checkout:live". Both are empty if it is none.
LogOwner owner_of_arn(std::string_view arn);

/// True for UTF-8 without control characters.
bool is_plain_text(std::string_view text);
/// The same text with "\xNN" for each byte that is no UTF-8 or a control character.
std::string escaped_text(std::string_view text);

/// What a file is called without the endings of logs (.txt, .log, .csv, .json, .jsonl, .ndjson, .gz, .zst). A
/// name that only numbers a part (as "000000.gz" of an export to S3, below a folder for each log stream
/// and one for the export's task) gives way to the folder above it that says more, a stream's to the function
/// in it.
std::string function_of_path(std::string_view path);

}  // namespace curtain
