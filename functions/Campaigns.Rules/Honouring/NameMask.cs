using System.Globalization;

namespace Campaigns.Rules.Honouring;

/// <summary>Masks the names of people in what everybody may read (L6).</summary>
public static class NameMask
{
    /// <summary>
    /// The first character stays, and the last of three or more; the others become asterisks: 张伟 is 张*, 欧阳震华 is 欧**华. Counts characters as people see
    /// them.
    /// </summary>
    public static string Of(string name)
    {
        var characters = StringInfo.GetTextElementEnumerator(name ?? "");
        var all = new List<string>();
        while (characters.MoveNext())
            all.Add(characters.GetTextElement());
        return all.Count switch
        {
            0 => "*",
            1 => all[0],
            2 => all[0] + "*",
            _ => all[0] + new string('*', all.Count - 2) + all[^1],
        };
    }
}
