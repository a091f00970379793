Console.WriteLine("Campaigns.Local");
