using Campaigns.Benchmarks;

// Sizes in townships, smallest first: what a year costs, and how the cost grows.
var sizes = args.Length == 0 ? [3, 10] : args.Select(a => int.Parse(a, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
return await YearCosts.PrintAsync(sizes);
