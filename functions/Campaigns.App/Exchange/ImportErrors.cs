using Campaigns.Rules.Definitions;

namespace Campaigns.App.Exchange;

/// <summary>What is wrong with one cell, in both languages; row 1 of a CSV file is its header. An empty column speaks of the whole row.</summary>
public sealed record ImportError(int Row, string Column, LocalizedText Message)
{
    public ImportError(int row, string column, string zh, string en)
        : this(row, column, new LocalizedText(zh, en))
    {
    }
}

/// <summary>What the imports say of cells that several kinds of rows have.</summary>
public static class ImportErrors
{
    public static ImportError NoId(int row, string column, string id) =>
        new(row, column, $"“{id}”不是标识：应为1至64个a-z、0-9或连字符", $"'{id}' is not an id: 1 to 64 of a-z, 0-9 and hyphen");

    public static ImportError Twice(int row, string column, string id) =>
        new(row, column, $"“{id}”重复出现，以首行为准", $"'{id}' is there twice; the first row counts");

    public static ImportError NotOneOf(int row, string column, string value, IEnumerable<string> words)
    {
        var list = string.Join(", ", words);
        return new(row, column, $"“{value}”不在可选值之内：{list}", $"'{value}' is not one of {list}");
    }

    public static ImportError NoUnit(int row, string column, string unit) => new(row, column, $"没有单位“{unit}”", $"there is no unit '{unit}'");

    public static ImportError Missing(int row, string column) => new(row, column, "未填写", "is missing");

    /// <summary>What a strategy does not let a row do; null where it lets it. A row that changes nothing is fine under every strategy.</summary>
    public static ImportError? Strategy(ImportStrategy strategy, int row, string column, bool exists, bool changes) => (strategy, exists) switch
    {
        (ImportStrategy.Update, false) => new(row, column, "不存在，而本次只更新（strategy=update）", "is not there, and this import only updates (strategy=update)"),
        (ImportStrategy.Create, true) when changes =>
            new(row, column, "已存在且内容不同，而本次只新增（strategy=create）", "is there with other content, and this import only creates (strategy=create)"),
        _ => null,
    };
}
