using System.Globalization;
using Campaigns.Benchmarks;

// "submissions": what handing in costs beside its bare storage calls; "evidence": the same for files. Else sizes in townships, smallest first: what a year costs, and how the cost grows.
if (args is ["submissions"])
    return await SubmissionCosts.PrintAsync(CancellationToken.None);
if (args is ["evidence"])
    return await EvidenceCosts.PrintAsync(CancellationToken.None);
var sizes = args.Length == 0 ? [3, 10] : args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
return await YearCosts.PrintAsync(sizes);
