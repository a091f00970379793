using System.Globalization;
using System.Text.RegularExpressions;

namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads <c>late-policy: accept</c>, <c>refuse</c> or <c>deduct 2 per 1wd up to 6</c> (C4).</summary>
internal static partial class LatePolicyReader
{
    [GeneratedRegex("^deduct +(?<points>[0-9]+([.][0-9]+)?) +per +(?<per>[0-9]+) *wd +up +to +(?<cap>[0-9]+([.][0-9]+)?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Deduction();

    public static LatePolicy? Read(Node? node, Problems problems)
    {
        if (Values.Text(node, problems) is not { } text)
            return null;
        if (text is "accept" or "refuse")
            return new(text is "accept" ? LateTreatment.Accept : LateTreatment.Refuse);
        var match = text.Length <= 60 ? Deduction().Match(text) : Match.Empty;
        if (!match.Success)
        {
            problems.Add(node!, $"'{Values.Short(text)}' is no way to treat what is late; write accept, refuse or for example deduct 2 per 1wd up to 6",
                $"“{Values.Short(text)}”不是迟报的处理办法；请写 accept、refuse 或例如 deduct 2 per 1wd up to 6");
            return null;
        }
        var policy = new LatePolicy(LateTreatment.Deduct, Number("points"), (int)Math.Min(Number("per"), 1000), Number("cap"));
        if (policy.Points > 0 && policy.Per > 0 && policy.Cap >= policy.Points)
            return policy;
        problems.Add(node!, "the deduction must take something for each day or more, and its cap must not be below one deduction",
            "每次扣分和天数应大于零，且上限不得低于一次扣分");
        return null;

        decimal Number(string group) => decimal.TryParse(match.Groups[group].Value, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
