import type { Concept } from '../../../../catalog/glossary.js'

/** The name of a field as a shop, a feed or a vocabulary writes it, and what it means; null: nothing that the glossary knows. */
export interface LabelledName {
  readonly name: string
  readonly concept: Concept | null
}

/** Names are facts of public vocabularies and exports; what each means is our own label, given before anything was measured on it. */
const LABELS = {
  /** Seen while the glossary was written. */
  known: {
    'schema.org': `name = title, sku = id, gtin13 = code, mpn = code, color = colour, itemCondition = condition, aggregateRating = rating,
      priceCurrency = currency, suggestedGender = gender, releaseDate = published, countryOfOrigin = place, isVariantOf = group,
      inProductGroupWithID = group, isRelatedTo = related, isSimilarTo = related, alternateName = alternative,
      additionalProperty = specifications, productID = id, headline = title, articleBody = description, articleSection = category,
      author = maker, datePublished = published, dateModified = changed, inLanguage = lang, thumbnailUrl = image, publisher = publisher,
      wordCount = -, recipeIngredient = ingredients, recipeInstructions = instructions, recipeYield = servings, prepTime = duration,
      cookTime = duration, recipeCategory = category, recipeCuisine = category, nutrition = nutrition, director = maker, actor = maker,
      genre = category, isbn = code, numberOfPages = -, bookFormat = style, priceValidUntil = discount, shippingDetails = shipping,
      seller = publisher, uploadDate = published, keywords = tags, manufacturer = brand, logo = -`,
    'Open Graph': `og:title = title, og:image = image, og:locale = lang, og:site_name = publisher, og:video = video, og:image:alt = alternative,
      product:price:amount = price, product:price:currency = currency, product:availability = available, product:retailer_item_id = id,
      product:age_group = audience, product:target_gender = gender, product:sale_price:amount = price, product:weight:value = weight,
      product:upc = code, article:published_time = published, article:modified_time = changed, article:section = category,
      article:tag = tags, twitter:title = title, twitter:image = image, fb:app_id = -`,
    'Google Merchant': `g:id = id, link = url, mobile_link = url, image_link = image, additional_image_link = pictures, sale_price = price,
      sale_price_effective_date = discount, google_product_category = category, product_type = category, gtin = code, age_group = audience,
      size_system = size, size_type = size, item_group_id = group, product_length = dimensions, product_weight = weight,
      product_detail = specifications, product_highlight = specifications, shipping_weight = weight, shipping_label = shipping,
      tax_category = tax, canonical_link = url, ships_from_country = shipping, custom_label_0 = -, identifier_exists = -, multipack = -`,
    Shopify: `Handle = id, Body (HTML) = description, Vendor = brand, Type = category, Variant SKU = id, Variant Grams = weight,
      Variant Inventory Qty = available, Variant Inventory Tracker = -, Variant Fulfillment Service = shipping, Variant Price = price,
      Variant Compare At Price = discount, Variant Requires Shipping = shipping, Variant Taxable = tax, Variant Barcode = code,
      Image Src = image, Image Position = -, Image Alt Text = alternative, Gift Card = -, SEO Title = search, SEO Description = search,
      Google Shopping / Gender = gender, Google Shopping / Age Group = audience, Google Shopping / MPN = code,
      Google Shopping / Condition = condition, Google Shopping / Custom Label 0 = -, Variant Image = image, Variant Weight Unit = -,
      Variant Tax Code = tax, Google Shopping / AdWords Grouping = -`,
    'two shops in India and the United States': `uniq_id = id, crawl_timestamp = -, product_url = url, product_name = title,
      product_category_tree = category, pid = id, retail_price = price, discounted_price = price, is_FK_Advantage_product = -,
      product_rating = rating, overall_rating = rating, product_specifications = specifications, Brand Name = brand, Asin = code,
      Upc Ean Code = code, List Price = price, Selling Price = price, Quantity = available, Model Number = code,
      About Product = description, Product Specification = specifications, Technical Details = specifications,
      Shipping Weight = weight, Product Dimensions = dimensions, Variants = -, Product Url = url, Stock = available, Color = colour,
      Ingredients = ingredients, Direction To Use = instructions, Is Amazon Seller = -, Product Description = description`,
    Magento: `store_view_code = -, attribute_set_code = -, categories = category, short_description = description, product_online = -,
      tax_class_name = tax, visibility = -, special_price = price, url_key = address, meta_title = search, meta_keywords = search,
      base_image = image, base_image_label = alternative, small_image = pictures, thumbnail_image = pictures, created_at = published,
      updated_at = changed, map_price = discount, msrp_price = discount, gift_message_available = -, page_layout = -,
      country_of_manufacture = place, additional_attributes = specifications, qty = available, is_in_stock = available,
      out_of_stock_qty = -, use_config_min_qty = -, additional_images = pictures, linked_sku = related, material = material,
      pattern = pattern, style_bags = style, category_gear = category, performance_fabric = material, features_bags = specifications,
      rating_value = rating, reviewer = maker`,
    'recipes and talks': `recipe_name = title, prep_time = duration, total_time = duration, servings = servings, yield = servings,
      directions = instructions, cuisine_path = category, img_src = image, timing = -, speakers = maker, slug = address, date = published,
      duration_range = duration, viewed_count = popularity, popularity_score = popularity, image_url = image, event_name = -,
      inspiring_rating = rating, languages = lang, objectID = id`,
  },
  /** Labelled when the glossary was finished, from memory of these exports; nothing was changed for them. */
  fresh: {
    WooCommerce: `SKU = id, Published = published, Short description = description, In stock? = available, Low stock amount = -,
      Weight (kg) = weight, Length (cm) = dimensions, Height (cm) = dimensions, Sale price = price, Regular price = price,
      Shipping class = shipping, Images = image, Parent = group, Upsells = related, Cross-sells = related, External URL = url,
      Button text = -, Tax status = tax, Tax class = tax, Brands = brand, Allow customer reviews? = -`,
    'Amazon flat files': `item_sku = id, item_name = title, brand_name = brand, external_product_id = code, standard_price = price,
      main_image_url = image, other_image_url1 = pictures, parent_sku = group, product_description = description,
      bullet_point1 = specifications, generic_keywords = tags, color_name = colour, color_map = colour, size_name = size,
      material_type = material, item_weight = weight, item_length = dimensions, package_height = dimensions,
      country_of_origin = place, list_price = price, part_number = code, department_name = category, fulfillment_center_id = shipping,
      fabric_type = material, target_audience_keywords = audience, care_instructions = instructions`,
    'eBay and Etsy': `Item title = title, Custom label (SKU) = id, Category name = category, Start price = price, Item photo URL = image,
      Condition ID = condition, Available quantity = available, P:UPC = code, C:Brand = brand, C:Color = colour, CURRENCY_CODE = currency,
      MATERIALS = material, IMAGE1 = image, VARIATION 1 TYPE = -`,
    TMDB: `original_language = lang, original_title = alternative, overview = description, release_date = published, runtime = duration,
      tagline = alternative, vote_average = rating, vote_count = reviews, homepage = url, poster_path = image, genres = category,
      revenue = -, budget = -, cast_top3 = maker, tmdb_id = id, movie_id = id, avg_rating = rating, rating_count = reviews`,
    'other feeds': `sku_colour = colour, product-title = title, prodDesc = description, itemPrice = price, catagory = category,
      descripton = description, thumb_img = image, manufacturer_name = brand, stockLevel = available, mainColour = colour,
      articleNumber = id, lastModified = changed, productImageUrl = image, price_eur = price, isAvailable = available,
      pubDate = published, content:encoded = description, dc:creator = maker, media:thumbnail = image, enclosure = -, guid = id,
      comments = reviews, ttl = -, date_modified = changed, banner_image = image, external_url = url, content_html = description`,
  },
} as const

export type NameHalf = keyof typeof LABELS

/** All names of a half, each once. */
export function labelledNames(half: NameHalf): LabelledName[] {
  const names = new Map<string, LabelledName>()
  for (const list of Object.values(LABELS[half])) {
    for (const entry of list.split(',')) {
      const [, name, concept] = /^\s*(.+?) = (\S+)\s*$/.exec(entry)!
      names.set(name!, { name: name!, concept: concept === '-' ? null : (concept as Concept) })
    }
  }
  return [...names.values()]
}
