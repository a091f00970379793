namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads <c>review: { flag-difference: 10% }</c> and <c>burden: { forms: 12, inspections: 2 }</c>.</summary>
internal static class ReviewReader
{
    public static ReviewRules Read(Node? node, Problems problems) =>
        node is null || Fields.Of(node, problems, "flag-difference") is not { } fields
            ? ReviewRules.None
            : new ReviewRules(Values.Percent(fields.Required("flag-difference"), problems));

    public static Burden ReadBurden(Node? node, Problems problems)
    {
        if (node is null || Fields.Of(node, problems, "forms", "inspections") is not { } fields)
            return Burden.Unbounded;
        return new Burden(Values.Whole(fields.Optional("forms"), problems, most: 1000), Values.Whole(fields.Optional("inspections"), problems, most: 1000));
    }
}
